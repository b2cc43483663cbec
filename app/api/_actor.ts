// Who is asking: an API key in a header, or the session in the browser's cookie. A cookie is only believed on writes when
// the browser says that the request comes from our own pages.
import { hashToken, sessionCookieName } from "@/lib/auth/session";
import type { Actor } from "@/lib/commands/command";
import { hashKey } from "@/lib/commands/create-api-key";
import { env, isLoopback } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { findApiKey } from "@/lib/store/api-keys";
import type { DbPool } from "@/lib/store/db";
import { findSessionPerson } from "@/lib/store/sessions";

export type ConsoleActor = Extract<Actor, { role: string }>;

const SAFE_METHODS = new Set(["GET", "HEAD"]);

/** Throws UNAUTHENTICATED, or FORBIDDEN for a write that another site's page caused. */
export async function getActorOrThrow(db: DbPool, request: Request): Promise<ConsoleActor> {
  const key = apiKeyOf(request);
  if (key !== undefined) {
    const found = await findApiKey(db, hashKey(key));
    if (found) return { kind: "API_KEY", ...found };
    throw new AppError("UNAUTHENTICATED", "This API key is not known, or was revoked.");
  }
  const person = await findPerson(db, cookieOf(request, sessionCookieName(env().APP_URL)));
  if (!person) throw new AppError("UNAUTHENTICATED", "Sign in, or send an API key as `Authorization: Bearer …`.");
  if (!SAFE_METHODS.has(request.method)) assertSameOrigin(request);
  return person;
}

export async function findPerson(db: DbPool, token: string | undefined): Promise<ConsoleActor | undefined> {
  const person = token ? await findSessionPerson(db, hashToken(token), { practice: env().PRACTICE }) : undefined;
  return person && { kind: "PERSON", name: person.displayName, ...person };
}

export function cookieOf(request: Request, name: string): string | undefined {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/).map((pair) => pair.split("="));
  return cookies.find(([key]) => key === name)?.[1];
}

/**
 * Throws FORBIDDEN unless the browser vouches that our own page made the request, and the page was reached under our own
 * name: a foreign name that was made to point here (DNS rebinding) is "same origin" to the browser.
 */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const sameOrigin = site === null ? isOwnHost(hostOf(origin)) : site === "same-origin";
  if (sameOrigin && isOwnHost(request.headers.get("host") ?? undefined)) return;
  throw new AppError("FORBIDDEN", "This request came from another site.");
}

/** APP_URL's host, or while that is loopback any loopback name with its port. */
function isOwnHost(host: string | undefined): boolean {
  const { APP_URL } = env();
  const own = new URL(APP_URL);
  if (host === undefined || host === own.host) return host !== undefined;
  const other = `${own.protocol}//${host}`;
  return isLoopback(APP_URL) && URL.canParse(other) && isLoopback(other) && new URL(other).port === own.port;
}

function apiKeyOf(request: Request): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  return bearer ?? request.headers.get("x-api-key") ?? undefined;
}

function hostOf(origin: string | null): string | undefined {
  return origin && URL.canParse(origin) ? new URL(origin).host : undefined;
}
