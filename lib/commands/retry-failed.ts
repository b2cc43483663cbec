// Gives the failed deliveries of a broadcast another chance, with fresh attempts.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { requeueFailed } from "@/lib/store/deliveries";

import { broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { reopen } from "./reopen";

export const retryFailed = defineCommand({
  name: "retry-failed",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    await reopen(tx, broadcast, "retried");
    const count = await requeueFailed(tx, id);
    if (count === 0) throw new AppError("CONFLICT", "No delivery of this broadcast has failed.");
    return { broadcast: await getBroadcastOrThrow(tx, id), count };
  },
  audit: ({ id }, { count }) => ({ target: broadcastTarget(id), detail: { deliveries: count } }),
});
