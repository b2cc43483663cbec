// Signing in with Entra ID through msal: the authorization code flow with PKCE, state and nonce. What is kept between the two
// halves travels in the browser's cookie (pending-sign-in.ts). No token is kept: what counts afterwards is our own session.
import { randomBytes } from "node:crypto";
import { ClientAuthError, ConfidentialClientApplication, CryptoProvider, ResponseMode, ServerError } from "@azure/msal-node";

import { network } from "@/lib/entra/network";

import { checkIdToken, type Identity } from "./check-id-token";
import { createDiscovery, type Discovered } from "./discovery";
import type { EntraSettings } from "./entra-settings";
import { refusedByEntra, SignInError } from "./sign-in-error";

export type Secrets = { state: string; nonce: string; verifier: string };

export interface Entra {
  /** Where to send the browser, and what must be known when it comes back. Throws SignInError. */
  begin(options: { chooseAccount: boolean }): Promise<{ url: string; secrets: Secrets }>;
  /** `answer` is the query the browser came back with. Throws SignInError. */
  finish(answer: URLSearchParams, secrets: Secrets): Promise<Identity>;
  /** Where to end the session at Entra too, and come back to our page; undefined when it offers no such place. */
  endSessionUrl(): Promise<string | undefined>;
}

/** Nothing but who somebody is: no permission is asked for that would need an administrator's consent. */
const SCOPES = ["openid", "profile"];
const RANDOM_BYTES = 32;
/** Strangers can come back with made-up codes: what that makes us ask Entra has a limit. */
const MAX_EXCHANGES = 50;

export function createEntra(settings: EntraSettings): Entra {
  const discover = createDiscovery(settings);
  let exchanges = 0;
  return {
    begin: async ({ chooseAccount }) => {
      const client = makeClient(settings, await discover());
      const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
      const secrets = { state: random(), nonce: random(), verifier };
      const url = await client.getAuthCodeUrl({
        scopes: SCOPES,
        redirectUri: settings.redirectUri,
        responseMode: ResponseMode.QUERY,
        ...(chooseAccount ? { prompt: "select_account" } : {}),
        codeChallenge: challenge,
        codeChallengeMethod: "S256",
        state: secrets.state,
        nonce: secrets.nonce,
      });
      return { url, secrets };
    },
    finish: async (answer, secrets) => {
      const code = readCode(answer, secrets, settings);
      const discovered = await discover();
      if (exchanges >= MAX_EXCHANGES) throw new SignInError("UNAVAILABLE", "busy");
      exchanges += 1;
      try {
        const token = await exchange(makeClient(settings, discovered), code, secrets, settings);
        return await checkIdToken(token, secrets.nonce, discovered.keys, settings);
      } finally {
        exchanges -= 1;
      }
    },
    endSessionUrl: async () => {
      const { endSessionUrl } = await discover();
      if (endSessionUrl === undefined) return undefined;
      const url = new URL(endSessionUrl);
      url.searchParams.set("client_id", settings.clientId);
      url.searchParams.set("post_logout_redirect_uri", settings.signInUrl);
      return url.href;
    },
  };
}

/** A client for one exchange: msal keeps the tokens of everybody who signs in, and we want none. */
function makeClient({ authority, clientId, clientSecret }: EntraSettings, { metadata }: Discovered) {
  return new ConfidentialClientApplication({
    // A known authority with its metadata is asked nothing, and is not looked up at login.microsoftonline.com.
    auth: { clientId, clientSecret, authority, knownAuthorities: [new URL(authority).host], authorityMetadata: metadata },
    system: { networkClient: network, disableInternalRetries: true },
  });
}

/** The code, once the answer belongs to this browser's sign-in. An error is believed only then, too. */
function readCode(answer: URLSearchParams, { state }: Secrets, { issuer }: EntraSettings): string {
  if (only(answer, "state") !== state) throw new SignInError("STALE", "state");
  const from = only(answer, "iss");
  // RFC 9207: who answers, against mix-ups; Entra does not send it.
  if (from !== undefined && from !== issuer) throw new SignInError("UNTRUSTED", "iss");
  const error = only(answer, "error");
  if (error !== undefined) throw refusedByEntra(error, only(answer, "error_description") ?? "");
  const code = only(answer, "code");
  if (!code) throw new SignInError("UNTRUSTED", "no_code");
  return code;
}

/** A parameter that stands there once; repeated, it is as good as missing. */
function only(answer: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = answer.getAll(name);
  return more.length > 0 ? undefined : value;
}

async function exchange(
  client: ConfidentialClientApplication, code: string, { state, nonce, verifier }: Secrets, { redirectUri }: EntraSettings,
): Promise<string> {
  try {
    const request = { code, scopes: SCOPES, redirectUri, codeVerifier: verifier, state, nonce };
    const { idToken } = await client.acquireTokenByCode(request, { code, state });
    return idToken;
  } catch (error) {
    throw describeFailure(error);
  }
}

function describeFailure(error: unknown): SignInError {
  if (error instanceof ServerError) {
    if ((error.status ?? 0) >= 500) return new SignInError("UNAVAILABLE", "token_5xx", { cause: error });
    return refusedByEntra(error.errorCode, error.errorMessage, error);
  }
  const isOurs = error instanceof ClientAuthError && error.errorCode !== "network_error";
  return isOurs
    ? new SignInError("UNTRUSTED", error.errorCode, { cause: error })
    : new SignInError("UNAVAILABLE", "token_unreachable", { cause: error });
}

function random(): string {
  return randomBytes(RANDOM_BYTES).toString("base64url");
}
