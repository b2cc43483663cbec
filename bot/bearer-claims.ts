// What a bearer token claims, before anybody has checked its signature: enough to turn away what could never be good,
// without a key, a request or a trace. A token that passes here has proved nothing yet (token-check.ts).
import { z } from "zod";

import { parseObject } from "./error-envelope";

/** How far two clocks may disagree. */
export const SKEW_SECONDS = 5 * 60;
/** Entra's tokens are about 1 KB. */
const MAX_TOKEN_LENGTH = 8_000;

const headerSchema = z.object({ alg: z.literal("RS256"), kid: z.string().min(1) });
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string(),
});

export type TokenExpectation = {
  issuer: string;
  /** Our own app id. */
  audience: string;
  /** Of the activity's body: a token is good for one service URL only. */
  serviceUrl: string;
};

export function couldBeGood(authorization: string | null, expected: TokenExpectation, nowMs: number): boolean {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization ?? "");
  if (!token || token[0].length > MAX_TOKEN_LENGTH) return false;
  const claims = claimsSchema.safeParse(decode(token[2])).data;
  if (!claims || !headerSchema.safeParse(decode(token[1])).success) return false;
  const now = nowMs / 1000;
  return (
    claims.iss === expected.issuer &&
    claims.aud === expected.audience &&
    claims.serviceurl === expected.serviceUrl &&
    claims.exp > now - SKEW_SECONDS &&
    (claims.nbf === undefined || claims.nbf < now + SKEW_SECONDS)
  );
}

/** Which key a token says it was signed with; undefined when it is no RS256 token. */
export function readKeyId(token: string): string | undefined {
  return headerSchema.safeParse(decode(token.split(".")[0])).data?.kid;
}

function decode(part: string | undefined): Record<string, unknown> | undefined {
  return parseObject(Buffer.from(part ?? "", "base64url").toString("utf8"));
}
