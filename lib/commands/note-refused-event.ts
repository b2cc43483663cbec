// Writes a refused event down, for the people who ask why nothing arrived. A key that sends too fast cannot fill the log:
// a minute holds as many rows as the key may send events, and one more that says it was too fast.
import { createHash } from "node:crypto";

import type { AppError } from "@/lib/errors";
import { type Db, type DbPool, inTransaction } from "@/lib/store/db";
import { getKeyUse, lockEventsOfKey, saveEvent, wasToldToSlowDown } from "@/lib/store/external-events";

import type { Actor } from "./command";

const MAX_WORD = 80;
const MAX_ISSUES = 100;

/** `input` is what was sent, whatever it is. */
export async function noteRefusedEvent(
  db: Db | DbPool,
  actor: Extract<Actor, { kind: "API_KEY" }>,
  input: unknown,
  { code, message, issues }: AppError,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockEventsOfKey(tx, actor.id);
    const { lastMinute, eventsPerMinute } = await getKeyUse(tx, actor.id);
    const full = lastMinute >= eventsPerMinute;
    if (full && (code !== "TOO_MANY" || (await wasToldToSlowDown(tx, actor.id)))) return;
    await saveEvent(tx, {
      apiKeyId: actor.id,
      keyName: actor.name,
      idempotencyHash: null,
      bodyHash: createHash("sha256").update(JSON.stringify(input)).digest("base64url"),
      system: wordOf(input, "system") || null,
      templateId: null,
      templateName: wordOf(input, "template"),
      topic: wordOf(input, "topic"),
      outcome: "REFUSED",
      people: null,
      leftOut: [],
      refusal: { code, detail: message, issues: issues.slice(0, MAX_ISSUES) },
      broadcastId: null,
    });
  });
}

function wordOf(input: unknown, name: string): string {
  const value: unknown = typeof input === "object" && input !== null ? (input as Record<string, unknown>)[name] : undefined;
  return typeof value === "string" ? value.slice(0, MAX_WORD) : "";
}
