// An event of another system becomes a broadcast, once for each idempotency key: events of one API key come one after the
// other, and the unique row of the key is written in the transaction that makes the broadcast. The same event again is
// answered the same again and sends nothing. Refusals are written down too, in words, but use up no idempotency key.
import { createHash } from "node:crypto";
import { type z } from "zod";

import { groupIdsOf } from "@/lib/domain/audience";
import { canonical } from "@/lib/domain/canonical";
import { type EventInput, eventInputSchema, IDEMPOTENCY_HOURS, idempotencyKeySchema } from "@/lib/domain/external-event";
import { AppError } from "@/lib/errors";
import type { KeyLimits } from "@/lib/store/api-keys";
import { createBroadcast } from "@/lib/store/broadcasts";
import { type Db, type DbPool } from "@/lib/store/db";
import {
  type EventRow, findEventByKey, forgetIdempotencyKey, getKeyUse, lockEventsOfKey, type NewEvent, saveEvent,
} from "@/lib/store/external-events";
import { freshenGroups } from "@/lib/store/group-readings";

import { broadcastTarget } from "./broadcast-rules";
import { type Actor, defineCommand, WRITERS } from "./command";
import { assertMaySend, type EventFindings, examineEvent, findForbidden, readyEventOrThrow } from "./event-rules";
import { inTurn } from "./in-turn";
import { noteRefusedEvent } from "./note-refused-event";
import { moveToScheduled } from "./schedule-broadcast";
import { startEvent } from "./start-sending";
import { textHash } from "./text-hash";

// A dry run sends nothing, so it needs no idempotency key.
const inputSchema = eventInputSchema.safeExtend({ idempotencyKey: idempotencyKeySchema.optional() });
type Input = z.output<typeof inputSchema>;
type KeyActor = Extract<Actor, { kind: "API_KEY" }>;

export type EventResult =
  /** `text`: of the template as it was, for the audit. */
  | { kind: "ACCEPTED"; event: EventRow; broadcastId: string; text: string }
  | { kind: "REPLAYED"; event: EventRow; broadcastId: string }
  | ({ kind: "DRY_RUN" } & EventFindings);

const define = defineCommand({
  name: "receive-event",
  allowed: WRITERS,
  input: inputSchema,
  handle: (tx, actor, input): Promise<EventResult> => (input.dryRun ? tryEvent(tx, actor, input) : receive(tx, actor, input)),
  audit: (_input, result) =>
    result.kind === "ACCEPTED"
      ? {
          target: broadcastTarget(result.broadcastId),
          detail: {
            event: result.event.id, template: result.event.templateName, people: result.event.people, text: result.text,
          },
        }
      : null,
});

export const receiveEvent: typeof define = {
  ...define,
  run: (db: Db | DbPool, actor, input) =>
    actor.kind === "API_KEY" ? inTurn(actor.id, () => runNoted(db, actor, input)) : define.run(db, actor, input),
};

async function runNoted(db: Db | DbPool, actor: KeyActor, input: Parameters<typeof define.run>[2]): Promise<EventResult> {
  try {
    return await define.run(db, actor, input);
  } catch (error) {
    if (error instanceof AppError) {
      await noteRefusedEvent(db, actor, input, error);
      await readItsGroups(db, input);
    }
    throw error;
  }
}

/** What the refused event asked to be read went away with its transaction. */
async function readItsGroups(db: Db | DbPool, input: unknown): Promise<void> {
  const event = inputSchema.safeParse(input).data;
  if (event?.audience) await freshenGroups(db, groupIdsOf(event.audience));
}

async function receive(tx: Db, actor: Actor, { idempotencyKey, ...event }: Input): Promise<EventResult> {
  if (actor.kind !== "API_KEY") {
    throw new AppError("FORBIDDEN", "Events come from other systems, with an API key. In the console, try it as a dry run.");
  }
  const key = parseKey(idempotencyKey);
  await lockEventsOfKey(tx, actor.id);
  await forgetIdempotencyKey(tx, actor.id, key);
  const before = await findEventByKey(tx, actor.id, key);
  const bodyHash = hash(canonical(event));
  if (before) return replay(before, bodyHash);
  const use = await useKey(tx, actor.id);
  const found = await examineEvent(tx, event, use.peoplePerEvent);
  const ready = readyEventOrThrow(found);
  assertMaySend(actor, event, ready.topic);
  const { template, topic, message, audience, estimate } = ready;
  const { priority, onUnknown, expiresAt } = event;
  const draft = await createBroadcast(tx, {
    topicId: topic.id, message, audience, priority, onUnknown, authorId: null, authorName: actor.name,
    peopleLimit: use.peoplePerEvent,
  });
  const send = { id: draft.id, estimate, ...(expiresAt === undefined ? {} : { expiresAt }) };
  await moveToScheduled(tx, actor, send, (on, _actor, event, start) => startEvent(on, event, start));
  const saved = await saveEvent(tx, {
    ...factsOf(actor, event, found),
    idempotencyHash: key,
    bodyHash,
    templateId: template.id,
    templateName: template.name,
    outcome: "ACCEPTED",
    broadcastId: draft.id,
  });
  if (!saved) throw new AppError("CONFLICT", "The same event is just being received. Ask again in a moment.");
  return { kind: "ACCEPTED", event: saved, broadcastId: draft.id, text: textHash(template.message) };
}

async function tryEvent(tx: Db, actor: Actor, { idempotencyKey: _unused, ...event }: Input): Promise<EventResult> {
  if (actor.kind !== "API_KEY") return { kind: "DRY_RUN", ...(await tryAs(tx, actor, event, undefined)) };
  await lockEventsOfKey(tx, actor.id);
  const use = await useKey(tx, actor.id);
  const found = await tryAs(tx, actor, event, use.peoplePerEvent);
  await saveEvent(tx, {
    ...factsOf(actor, event, found),
    idempotencyHash: null,
    bodyHash: hash(canonical(event)),
    templateId: found.template?.id ?? null,
    templateName: found.template?.name ?? event.template,
    outcome: "DRY_RUN",
    broadcastId: null,
  });
  return { kind: "DRY_RUN", ...found };
}

async function tryAs(tx: Db, actor: Actor, event: EventInput, limit: number | undefined): Promise<EventFindings> {
  const found = await examineEvent(tx, event, limit);
  return { ...found, issues: [...found.issues, ...findForbidden(actor, event, found.topic)] };
}

/** Throws CONFLICT when the key was used for another event. */
function replay(before: EventRow & { bodyHash: string }, bodyHash: string): EventResult {
  const { bodyHash: then, ...event } = before;
  if (then === bodyHash && event.broadcastId) return { kind: "REPLAYED", event, broadcastId: event.broadcastId };
  const message = `This key was used for another event in the last ${IDEMPOTENCY_HOURS} hours. Use a new key for a new event.`;
  throw new AppError("CONFLICT", message, { issues: [{ path: "Idempotency-Key", message }] });
}

/** Throws TOO_MANY. Dry runs and refusals count too. */
async function useKey(tx: Db, apiKeyId: string): Promise<KeyLimits> {
  const { lastMinute, ...limits } = await getKeyUse(tx, apiKeyId);
  if (lastMinute < limits.eventsPerMinute) return limits;
  throw new AppError("TOO_MANY", `This key may send ${limits.eventsPerMinute} events a minute. Try again in a minute.`);
}

function factsOf(
  actor: KeyActor,
  event: EventInput,
  { estimate, leftOut }: EventFindings,
): Pick<NewEvent, "apiKeyId" | "keyName" | "system" | "topic" | "people" | "leftOut" | "refusal"> {
  return {
    apiKeyId: actor.id,
    keyName: actor.name,
    system: event.system ?? null,
    topic: event.topic,
    people: estimate?.total ?? null,
    leftOut,
    refusal: null,
  };
}

function parseKey(idempotencyKey: string | undefined): string {
  const parsed = idempotencyKeySchema.safeParse(idempotencyKey);
  if (parsed.success) return hash(parsed.data);
  const message = parsed.error.issues[0]?.message ?? "";
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "Idempotency-Key", message }] });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
