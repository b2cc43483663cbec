// What holds whenever an API key is made or changed: a key that was narrowed makes and touches none that may do more than it.
import { createHash, randomBytes } from "node:crypto";

import { coversScopes, EVERY_SCOPE, type KeyScope, type Scope, SCOPES } from "@/lib/domain/api-key";
import { AppError } from "@/lib/errors";
import { type ApiKeyRow, getApiKey } from "@/lib/store/api-keys";
import type { Db } from "@/lib/store/db";

import type { Actor } from "./command";

const KEY_BYTES = 32;
const HINT_LENGTH = 11;

export function newSecret(): { key: string; keyHash: string; hint: string } {
  const key = `herald_${randomBytes(KEY_BYTES).toString("base64url")}`;
  return { key, keyHash: hashKey(key), hint: key.slice(0, HINT_LENGTH) };
}

/** Keys are 256 random bits, so a plain hash is as good as a slow one. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

/** Each once and in the order of the list; "*" stands alone. */
export function tidyScopes(scopes: readonly KeyScope[]): KeyScope[] {
  return scopes.includes(EVERY_SCOPE) ? [EVERY_SCOPE] : SCOPES.filter((scope) => scopes.includes(scope));
}

/** Whoever is no key may what their role may. */
export function hasScope(actor: Actor, needed: Scope): boolean {
  return coversScopes(scopesOf(actor), [needed]);
}

/** Throws FORBIDDEN when it is a key that was not given this scope. */
export function assertScope(actor: Actor, needed: Scope): void {
  if (hasScope(actor, needed)) return;
  throw new AppError("FORBIDDEN", `This API key was not given the scope ${needed}.`, { refusal: { reason: "SCOPE" } });
}

/** Throws FORBIDDEN when a key would get hold of more than it was given. */
export function assertCovers(actor: Actor, scopes: readonly KeyScope[]): void {
  if (coversScopes(scopesOf(actor), scopes)) return;
  throw new AppError("FORBIDDEN", "An API key may not make or change a key that has scopes which it has not itself.");
}

/** Throws NOT_FOUND, FORBIDDEN. */
export async function getKeyToChangeOrThrow(tx: Db, actor: Actor, id: string): Promise<ApiKeyRow> {
  const key = await getApiKey(tx, id);
  if (!key) throw new AppError("NOT_FOUND", "There is no such key.");
  assertCovers(actor, key.scopes);
  return key;
}

/** Throws BAD_INPUT for a time that has passed. */
export function readExpiry(expiresAt: string | null): Date | null {
  if (expiresAt === null) return null;
  const at = new Date(expiresAt);
  if (at > new Date()) return at;
  const message = "Choose a time that is still to come.";
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "expiresAt", message }] });
}

function scopesOf(actor: Actor): readonly KeyScope[] {
  return actor.kind === "API_KEY" ? (actor.scopes ?? [EVERY_SCOPE]) : [EVERY_SCOPE];
}
