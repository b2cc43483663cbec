// Cancels whatever has not been sent. From this commit on no new message is begun; the engine's sweep then turns what is
// left into SKIPPED, so that the report adds up.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { moveBroadcast } from "@/lib/store/broadcasts";
import { sweepUnsent } from "@/lib/store/finish-broadcasts";

import { assertMoved, broadcastTarget, broughtBy, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const cancelBroadcast = defineCommand({
  name: "cancel-broadcast",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    if (broadcast.purpose === "STANDING") {
      throw new AppError("CONFLICT", "A welcome cannot be canceled, for nothing would bring it back. Pause it instead.");
    }
    const moved = await moveBroadcast(tx, broadcast, "CANCELED", broughtBy(actor, "Canceled"));
    assertMoved(moved, broadcast, "canceled");
    // The first page at once: most broadcasts are then already right when the author's page reloads.
    await sweepUnsent(tx);
    return getBroadcastOrThrow(tx, id);
  },
  audit: ({ id }) => ({ target: broadcastTarget(id) }),
});
