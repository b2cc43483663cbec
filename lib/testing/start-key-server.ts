// The issuer of Teams' tokens as tests and `npm run threats` meet it: metadata and keys over HTTP on loopback, and tokens
// signed with them.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export type TestKey = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey };
export type Published = { key: TestKey; endorsements?: string[] };
export type KeyServer = {
  metadataUrl: string;
  /** What is published now. */
  published: Published[];
  /** How often the keys were fetched. */
  reads: number;
  /** Answers 500 while it is so. */
  isBroken: boolean;
  /** Answers after it. */
  hold?: Promise<void>;
  close(): Promise<void>;
};

export async function makeKey(kid: string): Promise<TestKey> {
  return { kid, ...(await generateKeyPair("RS256", { extractable: true })) };
}

export function sign(key: TestKey, payload: JWTPayload): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: key.kid }).sign(key.privateKey);
}

export async function startKeyServer(published: Published[]): Promise<KeyServer> {
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  const state: KeyServer = { metadataUrl: "", published, reads: 0, isBroken: false, close };
  const server = createServer((request, response) => {
    void answer(request.url ?? "").then((body) => response.writeHead(state.isBroken ? 500 : 200).end(JSON.stringify(body)));
  });
  const answer = async (path: string): Promise<object> => {
    await state.hold;
    if (path !== "/keys") return { jwks_uri: new URL("/keys", state.metadataUrl).href };
    state.reads += 1;
    const keys = state.published.map(async ({ key: { kid, publicKey }, endorsements }) => ({
      ...(await exportJWK(publicKey)), kid, use: "sig", ...(endorsements ? { endorsements } : {}),
    }));
    return { keys: await Promise.all(keys) };
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  state.metadataUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  return state;
}
