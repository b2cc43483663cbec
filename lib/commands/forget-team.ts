// The app was removed from a team, or the team was deleted. Its members stay known: they may have the app themselves.
import { z } from "zod";

import { markTeamRemoved } from "@/lib/store/teams";

import { defineCommand } from "./command";

export const forgetTeam = defineCommand({
  name: "forget-team",
  allowed: ["SYSTEM"],
  input: z.strictObject({ tenantId: z.string(), teamsId: z.string(), at: z.date() }),
  handle: (tx, _actor, input) => markTeamRemoved(tx, input),
  audit: (_input, removed) => (removed ? { target: { kind: "team", id: removed.teamId } } : null),
});
