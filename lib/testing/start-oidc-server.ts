// An OpenID Connect server over TLS that stands in for Entra ID: the package `oidc-provider`, with the addresses and claims of
// Entra. Whoever signs in chooses a person from a list. Its tokens can be changed before they are signed, to be hostile.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import Provider, { type Configuration, interactionPolicy } from "oidc-provider";

import { makeCertificate } from "./make-certificate";

export type OidcPerson = { oid: string; name: string; roles?: string[]; tid?: string };

export type OidcServer = {
  /** Without the tenant, for ENTRA_AUTHORITY. */
  authority: string;
  /** To be trusted. */
  certificate: string;
  people: OidcPerson[];
  /** What the id tokens say instead, and who signs them. */
  change: ((claims: JWTPayload) => JWTPayload) | undefined;
  signWith: CryptoKey | undefined;
  /** What its metadata say instead. */
  changeMetadata: Record<string, string> | undefined;
  close(): Promise<void>;
};

export type OidcClient = { tenantId: string; clientId: string; clientSecret: string; appUrl: string };

const KEY_ID = "test-key";
const DAY_MS = 24 * 3_600_000;

export async function startOidcServer(client: OidcClient, people: OidcPerson[]): Promise<OidcServer> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const certificate = makeCertificate({ from: new Date(Date.now() - DAY_MS), to: new Date(Date.now() + DAY_MS) });
  const server = createServer(certificate);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const authority = `https://localhost:${(server.address() as AddressInfo).port}`;
  const state: OidcServer = {
    authority,
    certificate: certificate.cert,
    people,
    change: undefined,
    signWith: undefined,
    changeMetadata: undefined,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const mount = `/${client.tenantId}/v2.0`;
  const jwk = { ...(await exportJWK(privateKey)), kid: KEY_ID, use: "sig", alg: "RS256" };
  const provider = new Provider(`${authority}${mount}`, configure(client, jwk, state));
  provider.use(async (ctx, next) => {
    await next();
    const body: unknown = ctx.body;
    if (ctx.path.startsWith("/.well-known/") && state.changeMetadata) Object.assign(body as object, state.changeMetadata);
    if (ctx.path === "/token" && state.change && hasIdToken(body)) {
      const claims = state.change(decodeJwt(body.id_token));
      body.id_token = await new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: KEY_ID })
        .sign(state.signWith ?? privateKey);
    }
  });
  const handle = provider.callback();
  server.on("request", (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse) => {
    if (request.url === "/favicon.ico") return void response.writeHead(204).end();
    if (!request.url?.startsWith(mount)) return void response.writeHead(404).end();
    request.originalUrl = request.url;
    request.url = request.url.slice(mount.length);
    if (request.url.startsWith("/choose/")) return void choose(provider, state, request, response);
    return void handle(request, response);
  });
  return state;
}

function configure(
  { clientId, clientSecret, tenantId, appUrl }: OidcClient, jwk: object, state: Pick<OidcServer, "people">,
): Configuration {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  return {
    jwks: { keys: [jwk] },
    clients: [{
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: "client_secret_post",
      redirect_uris: [`${appUrl}/api/sign-in/entra/callback`],
      post_logout_redirect_uris: [`${appUrl}/sign-in`],
    }],
    cookies: { keys: ["a key for tests"] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "tid", "oid", "roles", "name"] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { logoutSource: askToSignOut } },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    interactions: { policy, url: (_ctx, interaction) => `/${tenantId}/v2.0/choose/${interaction.uid}` },
    findAccount: (_ctx, accountId) => {
      const person = state.people.find(({ oid }) => oid === accountId);
      return person && { accountId, claims: () => ({ sub: accountId, tid: tenantId, ...person }) };
    },
    // Whoever signs in has consented.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid profile offline_access");
      await grant.save();
      return grant;
    },
  };
}

/** The package's own page wants a font from elsewhere. */
function askToSignOut(ctx: { body: unknown }, form: string): void {
  const button = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
  ctx.body = `<!doctype html><html lang="en"><title>Sign out</title>${form}${button}</html>`;
}

/** A page with a button for each person and one to give up; pressing one goes on. */
async function choose(
  provider: Provider, { people }: OidcServer, request: IncomingMessage, response: ServerResponse,
): Promise<void> {
  const as = new URL(request.url ?? "", "https://localhost").searchParams.get("as");
  if (as === null) {
    const button = (oid: string, name: string) => `<p><button name="as" value="${oid}">${name}</button></p>`;
    const buttons = [...people.map(({ oid, name }) => button(oid, name)), button("nobody", "Cancel")].join("");
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><html lang="en"><title>Choose an account</title><form method="get">${buttons}</form>`);
    return;
  }
  const gaveUp = { error: "access_denied", error_description: "AADSTS65004: The user declined." };
  await provider.interactionFinished(
    request, response,
    as === "nobody" ? gaveUp : { login: { accountId: as }, select_account: {} },
    { mergeWithLastSubmission: false },
  );
}

function hasIdToken(body: unknown): body is { id_token: string } {
  return typeof body === "object" && body !== null && "id_token" in body && typeof body.id_token === "string";
}
