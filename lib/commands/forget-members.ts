// People left a team: an audience of that team no longer includes them. They stay known.
import { z } from "zod";

import { removeTeamMembers } from "@/lib/store/teams";

import { defineCommand } from "./command";

export const forgetMembers = defineCommand({
  name: "forget-members",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), teamsId: z.string(), objectIds: z.array(z.string()).max(500) }),
  handle: (tx, _actor, input) => removeTeamMembers(tx, input),
  audit: () => null,
});
