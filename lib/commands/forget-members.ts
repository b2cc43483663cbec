// People left a team: an audience of that team no longer includes them. They stay known.
import { z } from "zod";

import { doubtRosterRead } from "@/lib/store/rosters";
import { removeTeamMembers } from "@/lib/store/team-members";

import { defineCommand } from "./command";

export const forgetMembers = defineCommand({
  name: "forget-members",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), teamsId: z.string(), objectIds: z.array(z.string()).max(500) }),
  handle: async (tx, _actor, input) => {
    await doubtRosterRead(tx, input);
    return removeTeamMembers(tx, input);
  },
  audit: () => null,
});
