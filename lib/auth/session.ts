// Session tokens: 256 random bits in a cookie, their hash in the database.
import { createHash, randomBytes } from "node:crypto";

import { SESSION_MAX_HOURS } from "@/lib/store/person-conditions";

const TOKEN_BYTES = 32;

export function newSessionToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export function sessionCookieName(appUrl: string): string {
  return cookieName(appUrl, "herald-session");
}

/** A Set-Cookie header; an empty token ends the session in the browser. */
export function sessionCookie(appUrl: string, token: string): string {
  return cookieHeader(appUrl, sessionCookieName(appUrl), token, token === "" ? 0 : SESSION_MAX_HOURS * 3600);
}

/** The `__Host-` prefix binds a cookie to this host over TLS; browsers refuse it on plain http. */
export function cookieName(appUrl: string, name: string): string {
  return isSecure(appUrl) ? `__Host-${name}` : name;
}

/** Lax, not Strict: the browser comes back from Entra through a link of another site, and must be known then. */
export function cookieHeader(appUrl: string, name: string, value: string, maxAgeSeconds: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${isSecure(appUrl) ? "; Secure" : ""}`;
}

function isSecure(appUrl: string): boolean {
  return appUrl.startsWith("https://");
}
