// Teams told the bot about a team: its name, its channels, who installed the app there, who is in it. Names follow
// renames; what an event does not say stays as it was. Its channels are recipients, which follow too. An installation
// wants the roster read, and welcomes the team; one that was never told is concluded from whatever comes from the team.
import { z } from "zod";

import { saveChannel, saveChannelRecipients } from "@/lib/store/channels";
import { saveTeamMembers } from "@/lib/store/place-members";
import { wantFirstRosterRead, wantOldRosterRead, wantRosterRead } from "@/lib/store/rosters";
import { saveTeam } from "@/lib/store/teams";

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
    botId: id,
    installed: z
      .strictObject({
        at: z.date(), byRecipientId: id.optional(), byName: z.string().optional(), channelId: id.optional(),
      })
      .optional(),
    /** It comes from within the team, where the app must be. */
    present: z.boolean().default(false),
    archivedAt: z.date().nullable().optional(),
    /** When Teams told it. */
    at: z.date(),
    /** Who is a member was told so late that it may no longer be true: the roster says. */
    doubtful: z.boolean().default(false),
    channel: z
      .strictObject({
        conversationId: id,
        name: z.string().optional(),
        removedAt: z.date().nullable().optional(),
        joined: z.boolean().optional(),
      })
      .optional(),
    members: z.array(z.uuid()).max(500).optional(),
    /** Somebody is in it whom only its roster can tell. */
    rosterWanted: z.boolean().default(false),
  }),
  handle: async (tx, _actor, { channel, members, doubtful, rosterWanted, ...team }) => {
    const teamId = await saveTeam(tx, team);
    if (channel) await saveChannel(tx, teamId, channel, team.at);
    // A rename, an archive or an install concerns all channels; everything else the one it came from.
    const ofAll = team.installed !== undefined || team.archivedAt !== undefined || channel === undefined;
    await saveChannelRecipients(tx, teamId, ofAll ? undefined : channel.conversationId);
    if (members && !doubtful) await saveTeamMembers(tx, teamId, members);
    if (team.installed || doubtful) await wantRosterRead(tx, { teamId });
    else if (rosterWanted) await wantOldRosterRead(tx, { teamId });
    else if (team.present) await wantFirstRosterRead(tx, { teamId });
    return { teamId };
  },
  audit: ({ installed }, { teamId }) => (installed ? { target: { kind: "team", id: teamId } } : null),
});
