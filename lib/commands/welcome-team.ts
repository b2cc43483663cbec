// The app was added to a team: the standing welcome of teams is queued for the channel that was chosen, one post that
// names the installer, instead of a message to everybody in the team. Once a team, also when the app comes back.
import { z } from "zod";

import { getStandingBroadcast } from "@/lib/store/broadcasts";
import { insertStandingDelivery } from "@/lib/store/deliveries";
import { findTeamContext } from "@/lib/store/install-context";
import { findWelcomeChannel } from "@/lib/store/welcome-channel";

import { defineCommand } from "./command";

export const welcomeTeam = defineCommand({
  name: "welcome-team",
  allowed: ["SYSTEM"],
  input: z.strictObject({ teamId: z.uuid(), ratePerSecond: z.number().positive() }),
  handle: async (tx, _actor, { teamId, ratePerSecond }) => {
    const broadcast = await getStandingBroadcast(tx, "TEAM_INSTALL");
    if (broadcast?.status !== "ACTIVE") return { welcomed: false };
    const channel = await findWelcomeChannel(tx, teamId, broadcast.id);
    if (!channel) return { welcomed: false };
    const welcomed = await insertStandingDelivery(tx, {
      broadcastId: broadcast.id,
      recipientId: channel.recipientId,
      tenantId: channel.tenantId,
      recipientName: channel.name,
      context: await findTeamContext(tx, teamId),
      revision: broadcast.revision,
      ratePerSecond,
    });
    return { welcomed };
  },
  audit: () => null,
});
