// The token endpoint: client credentials in, a bearer token out, for the Connector or for Graph as the scope says. Both
// ask here whether a token still holds and is theirs; a test may invalidate them all, which is how an expired or revoked
// token looks from outside. Graph's tokens carry the granted roles where Microsoft's do, under no signature.
import { type Answer, json } from "./answers";
import { fingerprint } from "./random";
import type { Settings } from "./settings";

export type Resource = "connector" | "graph";

const GRAPH_SCOPE = /^https?:\/\/([a-z-]*graph\.microsoft[a-z0-9.-]*|127\.0\.0\.1:\d+\/graph|localhost:\d+\/graph)\/\.default$/;

export class Tokens {
  issued = 0;
  readonly #granted = new Map<string, { resource: Resource; expiresAtMs: number; roles: readonly string[] }>();

  /** `tenantId` is the one in the endpoint's address. */
  answer(form: URLSearchParams, settings: Settings, nowMs: number, tenantId: string): Answer {
    if (form.get("grant_type") !== "client_credentials") {
      return oauthError(400, "unsupported_grant_type", "AADSTS70003: only client_credentials is simulated.");
    }
    if (!form.get("scope")) return oauthError(400, "invalid_scope", "AADSTS70011: the scope is missing.");
    if (settings.clientId !== null && form.get("client_id") !== settings.clientId) {
      return oauthError(400, "unauthorized_client", "AADSTS700016: application not found in the directory.");
    }
    if (settings.clientSecret !== null && form.get("client_secret") !== settings.clientSecret) {
      return oauthError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
    }
    const roles = settings.graphRolesOf[tenantId] === undefined ? settings.graphRoles : settings.graphRolesOf[tenantId];
    if (roles === null) {
      return oauthError(400, "unauthorized_client", `AADSTS700016: application not found in the directory '${tenantId}'.`);
    }
    if (GRAPH_SCOPE.test(form.get("scope") ?? "")) return this.#issue("graph", roles, form, settings, nowMs);
    return this.#issue("connector", [], form, settings, nowMs);
  }

  /** Whether an Authorization header carries a token of ours for this resource that has not expired. */
  accepts(authorization: string | undefined, nowMs: number, resource: Resource = "connector"): boolean {
    return this.#find(authorization, nowMs)?.resource === resource;
  }

  /** The permissions that a token was given; none without a token. */
  rolesOf(authorization: string | undefined, nowMs: number): readonly string[] {
    return this.#find(authorization, nowMs)?.roles ?? [];
  }

  invalidateAll(): void {
    this.#granted.clear();
  }

  #find(authorization: string | undefined, nowMs: number) {
    const granted = this.#granted.get(/^bearer (.+)$/i.exec(authorization ?? "")?.[1] ?? "");
    return granted && granted.expiresAtMs > nowMs ? granted : undefined;
  }

  #issue(resource: Resource, roles: readonly string[], form: URLSearchParams, settings: Settings, nowMs: number): Answer {
    this.issued += 1;
    const lifetimeSeconds = settings.tokenLifetimeSeconds;
    const expiresAtMs = nowMs + lifetimeSeconds * 1000;
    const tail = fingerprint("token", String(this.issued), String(nowMs));
    const claims = { aud: "https://graph.microsoft.com", appid: form.get("client_id"), roles, exp: Math.floor(expiresAtMs / 1000) };
    const token = resource === "graph" ? readableToken(claims, tail) : `practice.${this.issued}.${tail}`;
    for (const [old, granted] of this.#granted) if (granted.expiresAtMs <= nowMs) this.#granted.delete(old);
    this.#granted.set(token, { resource, expiresAtMs, roles });
    const body = { token_type: "Bearer", expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds };
    return json(200, { ...body, access_token: token }, { "Cache-Control": "no-store" });
  }
}

/** In the form of a JWT, whose claims anybody may read. */
function readableToken(claims: object, tail: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ typ: "JWT", alg: "none" })}.${part(claims)}.${tail}`;
}

/** What a fault on demand answers: its code is OAuth's, its message Entra's, such as "AADSTS7000222: …". */
export function refuseToken({ status = 401, code = "invalid_client", message = "AADSTS50000: the sign-in failed." }: {
  status?: number | undefined; code?: string | undefined; message?: string | undefined;
}): Answer {
  return oauthError(status, code, message);
}

function oauthError(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description }, { "Cache-Control": "no-store" });
}
