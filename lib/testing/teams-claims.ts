// What stands in a good token of Teams for the practice bot.
import type { JWTPayload } from "jose";

import { PRACTICE_APP_ID } from "@/lib/domain/personas";

const ISSUER = "https://api.botframework.com";
const HOUR_SECONDS = 3_600;

export function teamsClaims(serviceUrl: string): JWTPayload {
  const seconds = Math.floor(Date.now() / 1000);
  return { iss: ISSUER, aud: PRACTICE_APP_ID, iat: seconds, nbf: seconds, exp: seconds + HOUR_SECONDS, serviceurl: serviceUrl };
}
