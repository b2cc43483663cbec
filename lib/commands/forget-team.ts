// The app was removed from a team, or the team was deleted: nothing can be posted in its channels any more, and whoever
// was only known through it needs the app for themselves.
import { z } from "zod";

import { saveChannelRecipients } from "@/lib/store/channels";
import { markTeamRemoved } from "@/lib/store/teams";

import { defineCommand } from "./command";

export const forgetTeam = defineCommand({
  name: "forget-team",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), teamsId: z.string(), at: z.date(), deleted: z.boolean().default(false) }),
  handle: async (tx, _actor, input) => {
    const removed = await markTeamRemoved(tx, input);
    if (removed) await saveChannelRecipients(tx, removed.teamId);
    return removed;
  },
  audit: (_input, removed) => (removed ? { target: { kind: "team", id: removed.teamId } } : null),
});
