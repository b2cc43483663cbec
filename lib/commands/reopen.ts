// FINISHED → SENDING, for the two commands that put deliveries back into the queue. A broadcast that still sends, or a
// standing one, needs no move; it is held until what went back is committed, so that it does not end meanwhile.
import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { moveBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";

import { assertMoved, lockBroadcastOrThrow } from "./broadcast-rules";

/** Run it before the deliveries are touched. Throws CONFLICT. */
export async function reopen(tx: Db, { id }: Pick<Broadcast, "id">, verb: string): Promise<void> {
  const broadcast = await lockBroadcastOrThrow(tx, id);
  if (broadcast.status === "SENDING" || broadcast.status === "ACTIVE" || broadcast.status === "PAUSED") return;
  if (broadcast.status === "CANCELED") throw new AppError("CONFLICT", `A canceled broadcast cannot be ${verb}.`);
  assertMoved(await moveBroadcast(tx, broadcast, "SENDING", { finishedAt: null }), broadcast, verb);
}
