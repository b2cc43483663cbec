// A person has the app now, or has joined a team that has it: the standing welcome is queued for them, once for ever,
// however often Teams repeats the event. While an operator has it paused nothing is queued, and nothing is made up for later.
import { z } from "zod";

import { getStandingBroadcast } from "@/lib/store/broadcasts";
import { insertStandingDelivery } from "@/lib/store/deliveries";
import { findInstallContext, findTeamContext } from "@/lib/store/install-context";
import { getRecipient } from "@/lib/store/recipients";

import { defineCommand } from "./command";

/** A welcome that would be skipped now would stand in the way of the one that is due when they come back. */
const UNREACHABLE: readonly string[] = ["REMOVED", "BLOCKED", "NEEDS_INSTALL"];

export const welcomeRecipient = defineCommand({
  name: "welcome-recipient",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    recipientId: z.uuid(),
    /** The team they have joined. */
    joinedTeamId: z.uuid().optional(),
    /** That was told late and could not be made sure of: they are not written down as a member of it yet. */
    unsure: z.boolean().default(false),
    ratePerSecond: z.number().positive(),
  }),
  // The delivery itself is the record.
  handle: async (tx, _actor, { recipientId, joinedTeamId, unsure, ratePerSecond }) => {
    const broadcast = await getStandingBroadcast(tx, "PERSONAL_INSTALL");
    const recipient = await getRecipient(tx, recipientId);
    if (broadcast?.status !== "ACTIVE" || !recipient || recipient.userType === "GUEST") return { welcomed: false };
    if (recipient.state === null || UNREACHABLE.includes(recipient.state)) return { welcomed: false };
    const context = joinedTeamId && unsure
      ? await findTeamContext(tx, joinedTeamId) : await findInstallContext(tx, recipientId, joinedTeamId);
    // Whoever joins a team that does not have the app has nothing to be welcomed to.
    if (joinedTeamId && Object.keys(context).length === 0) return { welcomed: false };
    const welcomed = await insertStandingDelivery(tx, {
      broadcastId: broadcast.id,
      recipientId,
      tenantId: recipient.tenantId,
      recipientName: recipient.displayName,
      context,
      revision: broadcast.revision,
      ratePerSecond,
    });
    return { welcomed };
  },
  audit: () => null,
});
