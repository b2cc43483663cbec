// What a bearer token claims, before anybody has checked its signature: enough to turn away what could never be good,
// without a key, a request or a trace. A token that passes here has proved nothing yet (token-check.ts).
import { z } from "zod";

import { parseJsonObject } from "@/lib/parse-json";

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
};

export function couldBeGood(authorization: string | null, expected: TokenExpectation, nowMs: number): boolean {
  const claims = readClaims(authorization);
  const now = nowMs / 1000;
  return (
    claims !== undefined &&
    claims.iss === expected.issuer &&
    claims.aud === expected.audience &&
    claims.exp > now - SKEW_SECONDS &&
    (claims.nbf === undefined || claims.nbf < now + SKEW_SECONDS)
  );
}

/** A token is good for one service URL only, and the activity's must be that. */
export function readServiceUrl(authorization: string | null): string | undefined {
  return readClaims(authorization)?.serviceurl;
}

/** Which key a token says it was signed with; undefined when it is no RS256 token. */
export function readKeyId(token: string): string | undefined {
  return headerSchema.safeParse(decode(token.split(".")[0])).data?.kid;
}

function readClaims(authorization: string | null): z.infer<typeof claimsSchema> | undefined {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization ?? "");
  if (!token || token[0].length > MAX_TOKEN_LENGTH || !headerSchema.safeParse(decode(token[1])).success) return undefined;
  return claimsSchema.safeParse(decode(token[2])).data;
}

function decode(part: string | undefined): Record<string, unknown> | undefined {
  return parseJsonObject(Buffer.from(part ?? "", "base64url").toString("utf8"));
}
