// An API key as the API answers it: without anything of its secrets but the first characters.
import type { ApiKeyView } from "@/lib/domain/access-views";
import { keyStateOf } from "@/lib/domain/api-key";
import type { ApiKeyRow } from "@/lib/store/api-keys";

export function viewKey({ createdAt, expiresAt, previousUntil, lastUsedAt, ...key }: ApiKeyRow): ApiKeyView {
  const now = new Date();
  const isRotating = previousUntil !== null && previousUntil > now;
  return {
    ...key,
    state: keyStateOf(expiresAt, now),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    previousUntil: isRotating ? previousUntil.toISOString() : null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
