// Whether a token is Teams' own: its signature, by a key that its issuer publishes for Teams. What it claims was looked at
// before (bearer-claims.ts), which costs nothing; here jose checks that nobody else could have written it.
import { errors, jwtVerify } from "jose";

import { readKeyId, SKEW_SECONDS } from "./bearer-claims";
import type { SigningKeys } from "./signing-keys";

export type TokenExpected = { issuer: string; audience: string };
/** UNCHECKED: there are no keys to check it with at the moment. */
export type TokenVerdict = "GOOD" | "REFUSED" | "UNCHECKED";
export type TokenCheck = (authorization: string | null) => Promise<TokenVerdict>;

export function createTokenCheck(signingKeys: SigningKeys, { issuer, audience }: TokenExpected): TokenCheck {
  return async (authorization) => {
    const token = (authorization ?? "").replace(/^Bearer /, "");
    const kid = readKeyId(token);
    if (kid === undefined) return "REFUSED";
    const keys = await signingKeys.with(kid);
    if (!keys) return "UNCHECKED";
    try {
      await jwtVerify(token, keys, {
        issuer, audience, algorithms: ["RS256"], clockTolerance: SKEW_SECONDS, requiredClaims: ["exp", "serviceurl"],
      });
      return "GOOD";
    } catch (error) {
      if (error instanceof errors.JOSEError) return "REFUSED";
      throw error;
    }
  };
}
