// The world of the contract suite around the ledger on PostgreSQL: the real commands, and time that goes by because every
// moment in every row moves back. Times are the database's own, so nothing else can be moved.
import { randomUUID } from "node:crypto";
import { z } from "zod";

import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { optOut } from "@/lib/commands/opt-out";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";
import { recordReference } from "@/lib/commands/record-reference";
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import { retryFailed } from "@/lib/commands/retry-failed";
import { createBroadcast } from "@/lib/store/broadcasts";
import { getNumbers } from "@/lib/store/counters";
import type { DbPool } from "@/lib/store/db";
import { proveDelivered } from "@/lib/store/deliveries";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import { createTopic, getTopicByKey } from "@/lib/store/topics";

import { COMPLETE_NOTIFICATION } from "./complete-notification";
import { type DeliveryView, type LedgerWorld, type PersonInput, RATE_PER_SECOND, TENANT } from "./ledger-world";
import { truncate } from "./truncate";

const NEWS = "company-news";
const ALERTS = "alerts";

/** Empties the tables that a ledger touches; one database serves a whole file of tests. */
export async function makePostgresWorld(db: DbPool): Promise<LedgerWorld> {
  await truncate(
    db,
    "deliveries", "attempts", "delivery_counters", "sent_slices", "answer_slices", "send_slots", "place_requests",
    "opt_outs", "recipients", "workers",
  );
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  await createTopic(db, { key: ALERTS, name: "Alerts", description: "", mandatory: true });
  const topicIdOf = async (key: string): Promise<string | null> => (await getTopicByKey(db, key))?.id ?? null;
  const [news, alerts] = [await topicIdOf(NEWS), await topicIdOf(ALERTS)];
  return {
    ledger: createPostgresLedger(db, RATE_PER_SECOND),
    newWorkerId: randomUUID,
    addPeople: (people) => addPeople(db, people),
    addBroadcast: async (input = {}) => {
      const { onUnknown = "HOLD", urgent = false, mandatory = false, test = false, install = false, recipientIds } = input;
      const { id } = await createBroadcast(db, {
        purpose: test ? "TEST" : "NORMAL",
        topicId: mandatory ? alerts : news,
        message: COMPLETE_NOTIFICATION,
        audience: recipientIds ? { kind: "RECIPIENTS", recipientIds } : { kind: "ALL" },
        onUnknown,
        onMissing: install ? "INSTALL" : "SKIP",
        priority: urgent ? "URGENT" : "NORMAL",
        status: "SCHEDULED",
        scheduledAt: new Date(Date.now() - 1),
        authorId: null,
        authorName: "test",
      });
      return id;
    },
    ...createDeeds(db, news),
    ...createViews(db),
  };
}

type Deeds = Pick<
  LedgerWorld,
  | "pause" | "resume" | "cancel" | "optOut" | "retryFailed" | "resolveUnconfirmed" | "prove" | "expire"
  | "setReference" | "arrive" | "advance"
>;

function createDeeds(db: DbPool, news: string | null): Deeds {
  const by = SYSTEM_ACTOR;
  return {
    pause: async (id) => void (await pauseBroadcast.run(db, by, { id })),
    resume: async (id) => void (await resumeBroadcast.run(db, by, { id })),
    cancel: async (id) => void (await cancelBroadcast.run(db, by, { id })),
    optOut: async (recipientId, what) =>
      void (await optOut.run(db, by, { recipientId, topicId: what === "NEWS" ? news : null })),
    retryFailed: async (id) => void (await retryFailed.run(db, by, { id })),
    resolveUnconfirmed: async (id, decision) => void (await resolveUnconfirmed.run(db, by, { id, decision })),
    prove: async (broadcastId, recipientId) => void (await proveDelivered(db, { broadcastId, recipientId })),
    expire: async (id) => void (await db.$executeRaw`UPDATE broadcasts SET expires_at = now() WHERE id = ${id}::uuid`),
    setReference: async (recipientId, state) => void (await db.$executeRaw`
      UPDATE conversation_references SET state = ${state}, state_since = now() WHERE recipient_id = ${recipientId}::uuid`),
    arrive: (recipientId) => arrive(db, recipientId),
    advance: (ms) => moveBack(db, ms),
  };
}

async function addPeople(db: DbPool, people: PersonInput[]): Promise<string[]> {
  const ids = people.map(() => randomUUID()).sort();
  for (const [index, { state = "ACTIVE", guest = false, tenantId = TENANT }] of people.entries()) {
    const id = ids[index] ?? "";
    const person = { id, tenantId, externalId: id, displayName: id, userType: guest ? "GUEST" : "MEMBER" };
    await db.recipient.create({ data: person, select: { id: true } });
    if (state === null) continue;
    const conversationId = state === "KNOWN" ? null : `chat-of-${id}`;
    const seen = { serviceUrl: "https://teams.invalid/", botId: "28:herald", source: "INSTALL", seenAt: new Date(0) };
    await db.conversationReference.create({
      data: { recipientId: id, conversationId, state, evidence: "INSTALL", stateSince: new Date(0), ...seen },
      select: { recipientId: true },
    });
  }
  return ids;
}

async function arrive(db: DbPool, recipientId: string): Promise<void> {
  const { tenantId, externalId } = await db.recipient.findUniqueOrThrow({ where: { id: recipientId } });
  const conversation = { serviceUrl: "https://teams.invalid/", botId: "28:herald", conversationId: `chat-of-${recipientId}` };
  const sighting = { tenantId, objectId: externalId, ...conversation, source: "INSTALL", seenAt: new Date() } as const;
  await recordReference.run(db, SYSTEM_ACTOR, [sighting]);
}

async function moveBack(db: DbPool, ms: number): Promise<void> {
  await db.$transaction([
    db.$executeRaw`UPDATE deliveries SET due_at = due_at - ${ms} * interval '1 ms', begun_at = begun_at - ${ms} * interval '1 ms', lease_until = lease_until - ${ms} * interval '1 ms',
      settled_at = settled_at - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE broadcasts SET scheduled_at = scheduled_at - ${ms} * interval '1 ms', expires_at = expires_at - ${ms} * interval '1 ms',
      resolving_at = resolving_at - ${ms} * interval '1 ms', freezing_at = freezing_at - ${ms} * interval '1 ms', sending_at = sending_at - ${ms} * interval '1 ms',
      finished_at = finished_at - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE send_slots SET next_slot_at = next_slot_at - ${ms} * interval '1 ms', paused_until = paused_until - ${ms} * interval '1 ms',
      throttled_until = throttled_until - ${ms} * interval '1 ms',
      lowered_at = lowered_at - ${ms} * interval '1 ms', probe_at = probe_at - ${ms} * interval '1 ms',
      muted_until = muted_until - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE place_requests SET started_at = started_at - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE answer_slices SET started_at = started_at - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE recipients SET created_at = created_at - ${ms} * interval '1 ms'`,
    db.$executeRaw`UPDATE conversation_references SET state_since = state_since - ${ms} * interval '1 ms',
      seen_at = seen_at - ${ms} * interval '1 ms'`,
  ]);
}

type Views = Pick<LedgerWorld, "deliveries" | "attempts" | "counters" | "broadcast" | "reference" | "breaker">;

const breakerSchema = z.enum(["CLOSED", "OPEN", "HALF_OPEN"]);
const referenceSchema = z.enum(["ACTIVE", "KNOWN", "NEEDS_INSTALL", "BLOCKED", "REMOVED"]);

function createViews(db: DbPool): Views {
  return {
    deliveries: async (broadcastId) => {
      const rows = await db.delivery.findMany({ where: { broadcastId }, orderBy: { recipientId: "asc" } });
      return rows.map((row) => {
        const { recipientId, status, reason, epoch, attempts, possibleDuplicateAt, remedy, activityId } = row;
        const possibleDuplicate = possibleDuplicateAt !== null;
        const shown = { recipientId, reason, epoch, attempts, remedy, activityId, possibleDuplicate };
        return { ...shown, status: status as DeliveryView["status"] };
      });
    },
    attempts: (broadcastId, recipientId) =>
      db.attempt.findMany({
        where: { broadcastId, recipientId },
        orderBy: [{ epoch: "asc" }, { kind: "asc" }],
        select: { epoch: true, kind: true, outcome: true, code: true },
      }),
    counters: (id) => readCounters(db, id),
    broadcast: async (id) => {
      const select = { status: true, pausedBy: true, audienceSize: true, finishedAt: true } as const;
      const { status, finishedAt, ...rest } = await db.broadcast.findUniqueOrThrow({ where: { id }, select });
      return { ...rest, status: status as Awaited<ReturnType<LedgerWorld["broadcast"]>>["status"], over: finishedAt !== null };
    },
    reference: async (recipientId) => {
      const select = { state: true, conversationId: true } as const;
      const row = await db.conversationReference.findUnique({ where: { recipientId }, select });
      return row ? { ...row, state: referenceSchema.parse(row.state) } : undefined;
    },
    breaker: async (tenantId) => {
      const row = await db.sendSlots.findUnique({ where: { tenantId }, select: { breaker: true, probes: true } });
      return row ? { state: breakerSchema.parse(row.breaker), probes: row.probes } : undefined;
    },
  };
}

const countersSchema = z.array(z.object({ status: z.string(), reason: z.string(), count: z.number() }));

/** The counters as they stand, after a look whether the report's numbers agree with them. */
async function readCounters(db: DbPool, id: string): Promise<Record<string, number>> {
  const rows = countersSchema.parse(
    await db.$queryRaw`SELECT status, reason, sum(count)::int AS count FROM delivery_counters
      WHERE broadcast_id = ${id}::uuid GROUP BY 1, 2 HAVING sum(count) <> 0`,
  );
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const reported = (await getNumbers(db, [id])).get(id)?.counts.total ?? 0;
  if (reported !== total) throw new Error(`The report says ${reported}, the counters say ${total}.`);
  return Object.fromEntries(rows.map(({ status, reason, count }) => [`${status} ${reason}`.trim(), count]));
}
