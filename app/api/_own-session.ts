// The session of the browser that asks, by its hash; undefined for an API key.
import { hashToken, sessionCookieName } from "@/lib/auth/session";
import { env } from "@/lib/env";

import { cookieOf } from "./_actor";

export function ownSessionHash(request: Request): string | undefined {
  const token = cookieOf(request, sessionCookieName(env().APP_URL));
  return token ? hashToken(token) : undefined;
}
