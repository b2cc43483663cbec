// What the sign-in service publishes about itself (OpenID Connect Discovery), believed only when it names the issuer that
// was asked and addresses over https; kept for an hour. msal is given the text, so that it asks nobody itself.
import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import { z } from "zod";

import { network } from "@/lib/entra/network";

import type { EntraSettings } from "./entra-settings";
import { SignInError } from "./sign-in-error";

export type Discovered = {
  /** As it came, for msal. */
  metadata: string;
  /** The keys that sign tokens; jose reads them again, with a rest, when one is not among them. */
  keys: JWTVerifyGetKey;
  endSessionUrl: string | undefined;
};

const KEEP_MS = 3_600_000;
const https = z.url({ protocol: /^https$/ });
const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: https,
  token_endpoint: https,
  jwks_uri: https,
  end_session_endpoint: https.optional(),
});

/** One for each sign-in service. The function throws SignInError UNAVAILABLE or UNTRUSTED. */
export function createDiscovery({ issuer }: Pick<EntraSettings, "issuer">): () => Promise<Discovered> {
  let known: { found: Discovered; at: number } | undefined;
  let asking: Promise<Discovered> | undefined;
  const ask = async (): Promise<Discovered> => {
    const found = await discover(issuer);
    known = { found, at: performance.now() };
    return found;
  };
  return () => {
    if (known && performance.now() - known.at < KEEP_MS) return Promise.resolve(known.found);
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function discover(issuer: string): Promise<Discovered> {
  const body = await fetchMetadata(issuer);
  const parsed = metadataSchema.safeParse(body);
  if (!parsed.success) throw new SignInError("UNTRUSTED", "discovery_malformed", { cause: parsed.error });
  // OpenID Connect Discovery 1.0, 4.3: otherwise somebody else could answer for the issuer.
  if (parsed.data.issuer !== issuer) throw new SignInError("UNTRUSTED", "discovery_issuer");
  return {
    metadata: JSON.stringify(body),
    keys: createRemoteJWKSet(new URL(parsed.data.jwks_uri)),
    endSessionUrl: parsed.data.end_session_endpoint,
  };
}

async function fetchMetadata(issuer: string): Promise<unknown> {
  try {
    const { status, body } = await network.sendGetRequestAsync<unknown>(`${issuer}/.well-known/openid-configuration`);
    if (status === 200) return body;
    throw new SignInError(status === 400 || status === 404 ? "SETUP" : "UNAVAILABLE", `discovery_${status}`);
  } catch (error) {
    if (error instanceof SignInError) throw error;
    throw new SignInError("UNAVAILABLE", "discovery_unreachable", { cause: error });
  }
}
