// Held before a broadcast starts: its number of people was typed if it is large, and its author has not started too many.
// Admins are held too; they may change the limits, and then the audit says so.
import { reachOf } from "@/lib/domain/estimate";
import { isConfirmed, needsConfirmation } from "@/lib/domain/send-limits";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import type { Db } from "@/lib/store/db";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { countStarts, getSendLimits, lockStartsOf } from "@/lib/store/send-limits";

import type { Actor } from "./command";

/** Commands that start a broadcast in somebody's name, by their names in the audit; and see `countStarts`. */
const STARTS = ["send-broadcast", "schedule-broadcast", "repeat-broadcast"];

/**
 * Call it in the transaction of the start, once nothing else is against it: what it refuses is rolled back.
 * Throws TOO_MANY, NOT_CONFIRMED.
 */
export async function assertWithinSendLimits(
  tx: Db, actor: Actor, broadcast: Broadcast, confirmed: number | undefined,
): Promise<void> {
  const limits = await getSendLimits(tx);
  if (limits.broadcastsPerHour !== null) await assertNotTooMany(tx, actor, limits.broadcastsPerHour);
  if (limits.confirmAbove === null || !broadcast.audience) return;
  // Their own fresh count: what a client says it was shown proves nothing.
  const { audience, topic, onMissing } = broadcast;
  const estimate = await estimateAudience(tx, { audience, topic: topic ?? null, ratePerSecond: env().SEND_RATE_PER_SECOND });
  const people = reachOf(estimate, onMissing);
  if (!needsConfirmation(people, limits) || isConfirmed(people, confirmed)) return;
  const message = confirmed === undefined
    ? `This reaches ${people} people, more than ${limits.confirmAbove}: confirm it with \`confirmed\`, the number of people.`
    : `${confirmed} people were confirmed, and now it reaches ${people}. Look at the number again.`;
  throw new AppError("NOT_CONFIRMED", message, { issues: [{ path: "confirmed", message }] });
}

async function assertNotTooMany(tx: Db, actor: Actor, limit: number): Promise<void> {
  if (!("id" in actor)) return;
  await lockStartsOf(tx, actor.id);
  const { count, waitSeconds } = await countStarts(tx, actor.id, STARTS, limit);
  if (count < limit) return;
  const minutes = Math.ceil(waitSeconds / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  const words = limit === 1 ? "one broadcast" : `${limit} broadcasts`;
  throw new AppError("TOO_MANY", `You may start ${words} in an hour. Try again in ${wait}, or ask an admin to raise the limit.`, {
    retryAfterSeconds: waitSeconds,
  });
}
