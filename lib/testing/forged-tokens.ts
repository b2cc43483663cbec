// Every way to forge what Teams sends that we know of: shared by bot/forged-tokens.test.ts, which asks the handler, and
// `npm run threats`, which asks a built server.
import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

import { makeKey, sign, type TestKey } from "./start-key-server";

export type Forger = {
  /** Those of a good token. */
  claims: JWTPayload;
  appId: string;
  tenantId: string;
  keys: { teams: TestKey; otherChannel: TestKey; stranger: TestKey };
};
type Forgery = [what: string, token: () => Promise<string> | string];
type Spoken = { conversation: { id: string; conversationType?: string; tenantId?: string } };

const HOUR = 3_600;
const STRANGE_TENANT = "33333333-3333-4333-8333-333333333334";
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Each is to be answered 401. */
export function forgedTokens({ claims, appId, tenantId, keys: { teams, otherChannel, stranger } }: Forger): Forgery[] {
  const seconds = Math.floor(Date.now() / 1000);
  const without = (name: string): JWTPayload => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
  const withHeader = (over: object): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: teams.kid, ...over }).sign(stranger.privateKey);
  const withSignatureOf = async (payload: object): Promise<string> => {
    const [head, , signature] = (await sign(teams, claims)).split(".");
    return [head, base64(payload), signature].join(".");
  };
  return [
    ["no signature at all", () => new UnsecuredJWT(claims).encode()],
    ["an empty signature", async () => `${(await sign(teams, claims)).split(".").slice(0, 2).join(".")}.`],
    ["a signature of something else", () => withSignatureOf({ ...claims, exp: seconds + 2 * HOUR })],
    ["a signature cut short", async () => (await sign(teams, claims)).slice(0, -4)],
    ["a stranger's key under the name of Teams'", () => sign({ ...stranger, kid: teams.kid }, claims)],
    ["a key that is not published", async () => sign(await makeKey("unknown"), claims)],
    ["a key that is endorsed for another channel", () => sign(otherChannel, claims)],
    ["the public key used as a secret", () => withPublicKeyAsSecret(teams, claims)],
    ["a key that it brings along", () => withHeader({ jwk: { kty: "RSA", n: "AQAB", e: "AQAB" } })],
    ["a key that it says where to fetch", () => withHeader({ jku: "http://127.0.0.1:1/keys" })],
    ["a certificate that it says where to fetch", () => withHeader({ x5u: "http://127.0.0.1:1/cert" })],
    ["no key named", async () => sign({ ...teams, kid: "" }, claims)],
    ["another algorithm", async () => [base64({ alg: "PS256", kid: teams.kid }), base64(claims), "eA"].join(".")],
    ["Entra as its issuer", () => sign(teams, { ...claims, iss: `https://sts.windows.net/${tenantId}/` })],
    ["an issuer that only begins alike", () => sign(teams, { ...claims, iss: `${claims.iss ?? ""}/` })],
    ["the issuer of another cloud", () => sign(teams, { ...claims, iss: "https://api.botframework.us" })],
    ["no issuer", () => sign(teams, without("iss"))],
    ["another bot as its audience", () => sign(teams, { ...claims, aud: tenantId })],
    ["several audiences, ours among them", () => sign(teams, { ...claims, aud: [appId, tenantId] })],
    ["no audience", () => sign(teams, without("aud"))],
    ["our own id as its author", () => sign(teams, { ...without("serviceurl"), azp: appId, appid: appId })],
    ["an end ten minutes ago", () => sign(teams, { ...claims, exp: seconds - 600 })],
    ["no end", () => sign(teams, without("exp"))],
    ["an end that is no number", () => withSignatureOf({ ...claims, exp: "never" })],
    ["a beginning in ten minutes", () => sign(teams, { ...claims, nbf: seconds + 600 })],
    ["no service URL", () => sign(teams, without("serviceurl"))],
    ["another service URL", () => sign(teams, { ...claims, serviceurl: "https://smba.trafficmanager.net/de/" })],
  ];
}

async function withPublicKeyAsSecret({ kid, publicKey }: TestKey, claims: JWTPayload): Promise<string> {
  const secret = new TextEncoder().encode(await exportSPKI(publicKey));
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256", kid }).sign(secret);
}

/** Of a good token; each is to be answered 401. */
export const WRONG_SCHEMES: [what: string, write: (token: string) => string][] = [
  ["no scheme", (token) => token],
  ["another scheme", (token) => `Basic ${token}`],
  ["the scheme in lower case", (token) => `bearer ${token}`],
  ["two tokens", (token) => `Bearer ${token}, Bearer ${token}`],
  ["something behind it", (token) => `Bearer ${token} x`],
];

/** What a good activity is changed into; each is to be answered 403 although its token is good. */
export const FOREIGN_PLACES: [who: string, change: (activity: Spoken) => object][] = [
  ["another tenant", ({ conversation }) => ({
    channelData: { tenant: { id: STRANGE_TENANT } }, conversation: { ...conversation, tenantId: STRANGE_TENANT },
  })],
  ["two tenants", ({ conversation }) => ({ conversation: { ...conversation, tenantId: STRANGE_TENANT } })],
  ["another channel", () => ({ channelId: "emulator" })],
  ["Teams in capitals", () => ({ channelId: "MSTeams" })],
];
