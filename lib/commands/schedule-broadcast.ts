// From draft to SCHEDULED: now ("send") or at a later time. What the author was shown is stored beside it, so that the
// report can explain any difference between the estimate and the frozen audience.
import { IANAZone } from "luxon";
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";

import { assertAudienceExists } from "./audience-rules";
import { assertComplete, assertMoved, assertUnchanged, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { type Actor, defineCommand, WRITERS } from "./command";
import { estimateSchema, expirySchema, numbersOf } from "./estimate-input";
import { resolveLocalTime } from "./local-time";
import { assertMayUse } from "./topic-rules";

/** Broadcasts are not planned for longer than this. */
const MAX_AHEAD_MS = 366 * 24 * 3_600_000;

const inputSchema = z.strictObject({
  id: z.uuid(),
  /** What the author has read; a draft that was changed since is not sent. */
  revision: z.int().optional(),
  /** An instant ("2026-12-24T08:00:00Z"), or with a zone the time on the wall there ("2026-12-24T09:00"). */
  scheduledAt: z.iso.datetime({ offset: true, local: true, error: "Enter a time such as 2026-12-24T09:00." }),
  zone: z.string().refine(IANAZone.isValidZone, "Enter a time zone such as Europe/Berlin.").optional(),
  /** Which of the two, for a time that happens twice. */
  occurrence: z.enum(["EARLIER", "LATER"]).optional(),
  expiresAt: expirySchema.optional(),
  estimate: estimateSchema.optional(),
});

export const scheduleBroadcast = defineCommand({
  name: "schedule-broadcast",
  allowed: WRITERS,
  input: inputSchema,
  handle: (tx, actor, input) => moveToScheduled(tx, actor, input),
  audit: ({ id, scheduledAt, estimate }) => ({
    target: broadcastTarget(id),
    detail: { scheduledAt, ...(estimate ? { people: estimate.net } : {}) },
  }),
});

type Schedule = Omit<z.infer<typeof inputSchema>, "scheduledAt"> & { scheduledAt?: string };

/** Without a time: now. Throws NOT_FOUND, CONFLICT, FORBIDDEN, INCOMPLETE, BAD_INPUT. */
export async function moveToScheduled(tx: Db, actor: Actor, schedule: Schedule): Promise<Broadcast> {
  const { id, scheduledAt, zone, estimate } = schedule;
  const broadcast = await getBroadcastOrThrow(tx, id);
  const now = new Date();
  const at = scheduledAt === undefined ? now : instantOf(scheduledAt, schedule);
  const expiresAt = schedule.expiresAt === undefined ? null : new Date(schedule.expiresAt);
  if (broadcast.status !== "DRAFT" && broadcast.status !== "FAILED") assertMoved(undefined, broadcast, "sent");
  assertUnchanged(broadcast, schedule.revision);
  assertComplete(broadcast);
  await assertAudienceExists(tx, broadcast.audience);
  assertMayUse(actor, broadcast.topic);
  if (scheduledAt !== undefined) assertAhead(at, now);
  if (expiresAt && expiresAt <= at) throw badTime("expiresAt", "Choose an expiry after the time of sending.");
  const moved = await moveBroadcast(tx, broadcast, "SCHEDULED", {
    scheduledAt: at,
    scheduledZone: zone ?? null,
    expiresAt,
    estimate: estimate ? numbersOf(estimate) : null,
  });
  return assertMoved(moved, broadcast, "sent");
}

function instantOf(scheduledAt: string, { zone, occurrence }: Schedule): Date {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(scheduledAt)) return new Date(scheduledAt);
  if (!zone) throw badTime("zone", "Say in which time zone this time is meant, such as Europe/Berlin.");
  const resolved = resolveLocalTime(scheduledAt, zone, occurrence);
  if ("problem" in resolved) throw badTime("scheduledAt", resolved.problem);
  return resolved.at;
}

function assertAhead(at: Date, now: Date): void {
  const aheadMs = at.getTime() - now.getTime();
  if (aheadMs > MAX_AHEAD_MS) throw badTime("scheduledAt", "Choose a time within the next year.");
  if (aheadMs <= 0) throw badTime("scheduledAt", "This time has passed. Choose a later one, or send now.");
}

function badTime(path: string, message: string): AppError {
  return new AppError("BAD_INPUT", message, { issues: [{ path, message }] });
}
