// The token that says who somebody is. msal checks the nonce and no signature, since the token came straight from the issuer;
// here everything is checked: the published keys, issuer, audience, tenant, nonce and time.
import { errors, jwtVerify, type JWTVerifyGetKey } from "jose";
import { z } from "zod";

import type { EntraSettings } from "./entra-settings";
import { SignInError } from "./sign-in-error";

export type Identity = { tenantId: string; objectId: string; displayName: string; appRoles: readonly string[] };

const CLOCK_TOLERANCE_SECONDS = 60;
const MAX_NAME = 200;

const id = z.guid().transform((text) => text.toLowerCase());
const claimsSchema = z.object({
  // An audience of several would ask for more than a comparison.
  aud: z.string(),
  nonce: z.string(),
  tid: id,
  oid: id,
  name: z.string().trim().min(1).optional(),
  preferred_username: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

/** Throws SignInError: TENANT for somebody of another organisation, UNTRUSTED for all else that is wrong. */
export async function checkIdToken(
  token: string, nonce: string, keys: JWTVerifyGetKey, { issuer, clientId, tenantId }: EntraSettings,
): Promise<Identity> {
  const claims = claimsSchema.safeParse(await verify(token, keys, issuer, clientId));
  if (!claims.success) throw new SignInError("UNTRUSTED", "claims", { cause: claims.error });
  const { tid, oid, name, preferred_username: userName, roles } = claims.data;
  if (claims.data.nonce !== nonce) throw new SignInError("UNTRUSTED", "nonce");
  if (tid !== tenantId) throw new SignInError("TENANT", "tid");
  return { tenantId: tid, objectId: oid, displayName: (name ?? userName ?? oid).slice(0, MAX_NAME), appRoles: roles };
}

async function verify(token: string, keys: JWTVerifyGetKey, issuer: string, audience: string): Promise<unknown> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ["RS256", "PS256", "ES256"],
      requiredClaims: ["exp", "iat", "nonce", "tid", "oid"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) throw new SignInError("UNAVAILABLE", "keys", { cause: error });
    const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : undefined;
    throw new SignInError("UNTRUSTED", claim ?? (error instanceof errors.JOSEError ? error.code : "token"), { cause: error });
  }
}
