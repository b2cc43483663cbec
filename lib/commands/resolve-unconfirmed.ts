// The author decides about deliveries that may or may not have arrived: send once more, flagged as possible duplicates
// before the second request, or close them as failed.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { resolveUnconfirmed as resolveDeliveries } from "@/lib/store/deliveries";

import { broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";
import { reopen } from "./reopen";

export const resolveUnconfirmed = defineCommand({
  name: "resolve-unconfirmed",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), decision: z.enum(["RESEND", "CLOSE"], "Choose RESEND or CLOSE.") }),
  handle: async (tx, _actor, { id, decision }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    if (decision === "RESEND") await reopen(tx, broadcast, "sent again");
    const count = await resolveDeliveries(tx, id, decision);
    if (count === 0) throw new AppError("CONFLICT", "No delivery of this broadcast is unconfirmed.");
    return { broadcast: await getBroadcastOrThrow(tx, id), count };
  },
  audit: ({ id, decision }, { count }) => ({ target: broadcastTarget(id), detail: { decision, deliveries: count } }),
});
