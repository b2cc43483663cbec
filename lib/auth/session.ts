// Session tokens: 256 random bits in a cookie, their hash in the database.
import { createHash, randomBytes } from "node:crypto";

import { SESSION_MAX_HOURS } from "@/lib/store/sessions";

const TOKEN_BYTES = 32;

export function newSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/** The `__Host-` prefix binds the cookie to this host over TLS; browsers refuse it on plain http. */
export function sessionCookieName(appUrl: string): string {
  return appUrl.startsWith("https://") ? "__Host-herald-session" : "herald-session";
}

/** A Set-Cookie header; an empty token ends the session in the browser. */
export function sessionCookie(appUrl: string, token: string): string {
  const maxAge = token === "" ? 0 : SESSION_MAX_HOURS * 3600;
  const secure = appUrl.startsWith("https://") ? "; Secure" : "";
  return `${sessionCookieName(appUrl)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}
