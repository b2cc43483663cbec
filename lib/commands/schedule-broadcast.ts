// From draft to SCHEDULED: now ("send") or at a later time. What the author was shown is stored beside it, so that the
// report can explain any difference between the estimate and the frozen audience.
import { IANAZone } from "luxon";
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";

import { assertComplete, assertMoved, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { estimateSchema } from "./estimate-input";

/** Broadcasts are not planned for longer than this. */
const MAX_AHEAD_MS = 366 * 24 * 3_600_000;

const inputSchema = z.strictObject({
  id: z.uuid(),
  scheduledAt: z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T09:00:00Z." }),
  zone: z.string().refine(IANAZone.isValidZone, "Enter a time zone such as Europe/Berlin.").optional(),
  estimate: estimateSchema.optional(),
});

export const scheduleBroadcast = defineCommand({
  name: "schedule-broadcast",
  allowed: WRITERS,
  input: inputSchema,
  handle: (tx, _actor, input) => moveToScheduled(tx, input),
  audit: ({ id, scheduledAt, estimate }) => ({
    target: broadcastTarget(id),
    detail: { scheduledAt, ...(estimate ? { people: estimate.net } : {}) },
  }),
});

type Schedule = Omit<z.infer<typeof inputSchema>, "scheduledAt"> & { scheduledAt?: string };

/** Without a time: now. Throws NOT_FOUND, CONFLICT, INCOMPLETE, BAD_INPUT. */
export async function moveToScheduled(tx: Db, { id, scheduledAt, zone, estimate }: Schedule): Promise<Broadcast> {
  const broadcast = await getBroadcastOrThrow(tx, id);
  const now = new Date();
  const at = scheduledAt === undefined ? now : new Date(scheduledAt);
  if (broadcast.status !== "DRAFT" && broadcast.status !== "FAILED") assertMoved(undefined, broadcast, "sent");
  assertComplete(broadcast);
  if (scheduledAt !== undefined) assertAhead(at, now);
  const moved = await moveBroadcast(tx, broadcast, "SCHEDULED", {
    scheduledAt: at,
    scheduledZone: zone ?? null,
    estimate: estimate ?? null,
  });
  return assertMoved(moved, broadcast, "sent");
}

function assertAhead(at: Date, now: Date): void {
  const aheadMs = at.getTime() - now.getTime();
  if (aheadMs > 0 && aheadMs <= MAX_AHEAD_MS) return;
  const message = aheadMs > 0 ? "Choose a time within the next year." : "This time has passed. Choose a later one, or send now.";
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "scheduledAt", message }] });
}
