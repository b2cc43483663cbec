// Who is asking: an API key in a header, or the session in the browser's cookie. A cookie is only believed on writes when
// the browser says that the request comes from our own pages.
import { hashToken, sessionCookieName } from "@/lib/auth/session";
import type { Actor } from "@/lib/commands/command";
import { assertScope, hashKey } from "@/lib/commands/key-rules";
import { EVERY_SCOPE, keyStateOf } from "@/lib/domain/api-key";
import { UNATTENDED_HEADER } from "@/lib/domain/sign-in";
import { env, isLoopback } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { findApiKey, type FoundApiKey, noteKeyUse } from "@/lib/store/api-keys";
import type { DbPool } from "@/lib/store/db";
import { findSessionPerson } from "@/lib/store/sessions";

import { neededScope } from "./_door-scopes";

export type ConsoleActor = Extract<Actor, { role: string }>;

const SAFE_METHODS = new Set(["GET", "HEAD"]);

/** Throws UNAUTHENTICATED. */
export async function getActorOrThrow(db: DbPool, request: Request): Promise<ConsoleActor> {
  const key = apiKeyOf(request);
  if (key !== undefined) return getKeyOrThrow(db, key);
  const token = cookieOf(request, sessionCookieName(env().APP_URL));
  const person = await findPerson(db, token, { unattended: request.headers.has(UNATTENDED_HEADER) });
  if (!person) throw new AppError("UNAUTHENTICATED", "Sign in, or send an API key as `Authorization: Bearer …`.");
  return person;
}

/** Throws FORBIDDEN for a write with a cookie that another site's page caused. */
export function assertOwnPage(actor: ConsoleActor, request: Request): void {
  if (actor.kind === "PERSON" && !SAFE_METHODS.has(request.method)) assertSameOrigin(request);
}

/** Throws FORBIDDEN for a key that was narrowed to other doors than the one of this request. */
export function assertInScope(actor: ConsoleActor, request: Request): void {
  if (actor.kind !== "API_KEY" || actor.scopes?.includes(EVERY_SCOPE)) return;
  const needed = neededScope(request.method, new URL(request.url).pathname);
  if (needed === "NONE") return;
  if (needed === undefined) {
    throw new AppError("FORBIDDEN", "This API key was not given the scope for this.", { refusal: { reason: "SCOPE" } });
  }
  assertScope(actor, needed);
}

/** Throws UNAUTHENTICATED, with the reason in words: whoever has the secret may know. */
async function getKeyOrThrow(db: DbPool, key: string): Promise<ConsoleActor> {
  const found = await findApiKey(db, hashKey(key));
  if (!found) {
    const message = "This API key is not known, or was revoked.";
    throw new AppError("UNAUTHENTICATED", message, { refusal: { reason: "KEY_UNKNOWN" } });
  }
  assertKeyInTime(found, new Date());
  const { id, name, role, scopes, secretUntil } = found;
  await noteKeyUse(db, id);
  return { kind: "API_KEY", id, name, role, scopes, ...(secretUntil === null ? {} : { formerSecret: true }) };
}

function assertKeyInTime({ id: keyId, expiresAt, secretUntil }: FoundApiKey, now: Date): void {
  if (keyStateOf(expiresAt, now) === "EXPIRED") {
    const day = expiresAt?.toISOString().slice(0, 10);
    const message = `This API key expired on ${day}. Ask an admin of Herald for a later end, or another key.`;
    throw new AppError("UNAUTHENTICATED", message, { refusal: { reason: "KEY_EXPIRED", keyId } });
  }
  if (secretUntil === null || secretUntil > now) return;
  const message = "This secret of the API key was replaced by another one, and its time is over.";
  throw new AppError("UNAUTHENTICATED", message, { refusal: { reason: "KEY_REPLACED", keyId } });
}

export async function findPerson(
  db: DbPool, token: string | undefined, { unattended }: { unattended: boolean } = { unattended: false },
): Promise<ConsoleActor | undefined> {
  const person = token ? await findSessionPerson(db, hashToken(token), { practice: env().PRACTICE, unattended }) : undefined;
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
  throw new AppError("FORBIDDEN", "This request came from another site.", { refusal: { reason: "CROSS_SITE" } });
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
