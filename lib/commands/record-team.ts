// Teams told the bot about a team: its name, its channels, who installed the app there, who is in it. Names follow
// renames; what an event does not say stays as it was.
import { z } from "zod";

import { saveChannel, saveTeam, saveTeamMembers } from "@/lib/store/teams";

import { defineCommand } from "./command";

const id = z.string().min(1).max(500);

export const recordTeam = defineCommand({
  name: "record-team",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    tenantId: id,
    teamsId: id,
    groupId: id.optional(),
    name: z.string().optional(),
    serviceUrl: id,
    installed: z
      .strictObject({ at: z.date(), byRecipientId: id.optional(), byName: z.string().optional() })
      .optional(),
    channel: z
      .strictObject({ conversationId: id, name: z.string().optional(), removedAt: z.date().nullable().optional() })
      .optional(),
    members: z.strictObject({ recipientIds: z.array(z.uuid()).max(500), seenAt: z.date() }).optional(),
  }),
  handle: async (tx, _actor, { channel, members, ...team }) => {
    const teamId = await saveTeam(tx, team);
    if (channel) await saveChannel(tx, teamId, channel);
    if (members) await saveTeamMembers(tx, teamId, members.recipientIds, members.seenAt);
    return { teamId };
  },
  audit: ({ installed }, { teamId }) => (installed ? { target: { kind: "team", id: teamId } } : null),
});
