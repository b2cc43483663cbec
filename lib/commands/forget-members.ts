// People left a team: an audience of that team no longer includes them. Whoever shares no other
// team with the bot and has no chat with it needs the app for themselves. Whoever was seen in it after they are said to have
// left may be back: the roster says.
import { z } from "zod";

import { findTeamOfMembers, removeTeamMembers } from "@/lib/store/place-members";
import { doubtRosterRead, wantRosterRead } from "@/lib/store/rosters";

import { defineCommand } from "./command";

export const forgetMembers = defineCommand({
  name: "forget-members",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    tenantId: z.string(), teamsId: z.string(), objectIds: z.array(z.string()).max(500),
    /** When Teams told it. */
    at: z.date(),
  }),
  handle: async (tx, _actor, input) => {
    await doubtRosterRead(tx, input);
    const left = await removeTeamMembers(tx, input);
    const teamId = await findTeamOfMembers(tx, input);
    if (teamId !== undefined) await wantRosterRead(tx, { teamId });
    return left;
  },
  audit: () => null,
});
