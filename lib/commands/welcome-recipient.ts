// A person has the app now: the standing welcome is queued for them, once for ever, however often Teams repeats the
// event. While an operator has it paused nothing is queued, and nothing is made up for later.
import { z } from "zod";

import { getStandingBroadcast } from "@/lib/store/broadcasts";
import { insertStandingDelivery } from "@/lib/store/deliveries";
import { getRecipient } from "@/lib/store/recipients";
import { findInstallContext } from "@/lib/store/teams";

import { defineCommand } from "./command";

export const welcomeRecipient = defineCommand({
  name: "welcome-recipient",
  allowed: ["SYSTEM"],
  input: z.strictObject({ recipientId: z.uuid(), ratePerSecond: z.number().positive() }),
  // The delivery itself is the record.
  handle: async (tx, _actor, { recipientId, ratePerSecond }) => {
    const broadcast = await getStandingBroadcast(tx, "PERSONAL_INSTALL");
    const recipient = await getRecipient(tx, recipientId);
    if (broadcast?.status !== "ACTIVE" || !recipient || recipient.userType === "GUEST") return { welcomed: false };
    const welcomed = await insertStandingDelivery(tx, {
      broadcastId: broadcast.id,
      recipientId,
      tenantId: recipient.tenantId,
      recipientName: recipient.displayName,
      context: await findInstallContext(tx, recipientId),
      revision: broadcast.revision,
      ratePerSecond,
    });
    return { welcomed };
  },
  audit: () => null,
});
