// From draft to SCHEDULED, or first to IN_REVIEW: now ("send") or at a later time. What the author was shown is stored
// beside it, so that the report can explain any difference between the estimate and the frozen audience.
import { IANAZone } from "luxon";
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import type { Db } from "@/lib/store/db";

import { assertAudienceIsWhole } from "./audience-rules";
import { assertComplete, assertMoved, assertUnchanged, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { type Actor, defineCommand, WRITERS } from "./command";
import { confirmedSchema, estimateSchema, expirySchema, numbersOf } from "./estimate-input";
import { resolveLocalTime } from "./local-time";
import { approvalDetail } from "./review-detail";
import { assertWithinSendLimits } from "./send-limits";
import { startSending } from "./start-sending";
import { assertMayHurry, assertMayUse } from "./topic-rules";

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
  input: inputSchema.extend({ confirmed: confirmedSchema }),
  handle: async (tx, actor, { confirmed, ...input }) => {
    const started = await moveToScheduled(tx, actor, input);
    await assertWithinSendLimits(tx, actor, started, confirmed);
    return started;
  },
  audit: ({ id, scheduledAt, estimate }, broadcast) => ({
    target: broadcastTarget(id),
    detail: { scheduledAt, ...(estimate ? { people: estimate.net } : {}), ...approvalDetail(broadcast) },
  }),
});

type Schedule = Omit<z.infer<typeof inputSchema>, "scheduledAt"> & { scheduledAt?: string };

/**
 * Sends for approval where that is needed, unless another limit holds. Without a time: now. Throws NOT_FOUND, CONFLICT,
 * FORBIDDEN, INCOMPLETE, BAD_INPUT.
 */
export async function moveToScheduled(
  tx: Db, actor: Actor, schedule: Schedule, begin: typeof startSending = startSending,
): Promise<Broadcast> {
  const { id, scheduledAt, zone, estimate } = schedule;
  const broadcast = await getBroadcastOrThrow(tx, id);
  const now = new Date();
  const at = scheduledAt === undefined ? now : instantOf(scheduledAt, schedule);
  const expiresAt = schedule.expiresAt === undefined ? null : new Date(schedule.expiresAt);
  const isUnsent = broadcast.status === "DRAFT" || broadcast.status === "FAILED";
  // A test is sent by nothing but send-test.ts.
  if (!isUnsent || broadcast.purpose !== "NORMAL") assertMoved(undefined, broadcast, "sent");
  assertUnchanged(broadcast, schedule.revision);
  assertComplete(broadcast);
  await assertAudienceIsWhole(tx, broadcast.audience);
  assertMayUse(actor, broadcast.topic);
  await assertMayHurry(tx, actor, broadcast);
  if (scheduledAt !== undefined) assertAhead(at, now);
  if (expiresAt && expiresAt <= at) throw badTime("expiresAt", "Choose an expiry after the time of sending.");
  return begin(tx, actor, broadcast, {
    scheduledAt: scheduledAt === undefined ? null : at,
    scheduledZone: zone ?? null,
    expiresAt,
    estimate: estimate ? numbersOf(estimate) : null,
  });
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
