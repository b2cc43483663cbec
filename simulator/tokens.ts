// The token endpoint: client credentials in, an opaque bearer token out. The Connector asks here whether a token still
// holds; a test may invalidate them all, which is how an expired or revoked token looks from outside.
import { type Answer, json } from "./answers";
import { fingerprint } from "./random";
import type { Settings } from "./settings";

export class Tokens {
  issued = 0;
  readonly #expiresAtMs = new Map<string, number>();

  answer(form: URLSearchParams, settings: Settings, nowMs: number): Answer {
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
    return this.#issue(settings.tokenLifetimeSeconds, nowMs);
  }

  /** Whether an Authorization header carries a token of ours that has not expired. */
  accepts(authorization: string | undefined, nowMs: number): boolean {
    const token = /^bearer (.+)$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) return false;
    return (this.#expiresAtMs.get(token) ?? 0) > nowMs;
  }

  invalidateAll(): void {
    this.#expiresAtMs.clear();
  }

  #issue(lifetimeSeconds: number, nowMs: number): Answer {
    this.issued += 1;
    const token = `practice.${this.issued}.${fingerprint("token", String(this.issued), String(nowMs))}`;
    for (const [old, expiresAtMs] of this.#expiresAtMs) if (expiresAtMs <= nowMs) this.#expiresAtMs.delete(old);
    this.#expiresAtMs.set(token, nowMs + lifetimeSeconds * 1000);
    const body = { token_type: "Bearer", expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds };
    return json(200, { ...body, access_token: token }, { "Cache-Control": "no-store" });
  }
}

function oauthError(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description }, { "Cache-Control": "no-store" });
}
