// The app was added or removed: for a person (then they can be reached, and are welcomed once), in a team (which is
// welcomed once, in the channel that was chosen), or in a group chat. `add-upgrade` and `remove-upgrade` are one update of
// the app: the first is an install like any other, the second is no removal.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { forgetReference } from "@/lib/commands/forget-reference";
import { forgetTeam } from "@/lib/commands/forget-team";
import { recordTeam } from "@/lib/commands/record-team";
import { welcomeRecipient } from "@/lib/commands/welcome-recipient";
import { welcomeTeam } from "@/lib/commands/welcome-team";
import type { RecordedSighting } from "@/lib/store/references";

import { type Activity, conversationKindOf } from "./activity";
import type { Bot } from "./bot";
import { channelOf, recordGroupChatOf, recordPeople, teamOf } from "./record-people";
import { lookUpMember } from "./resolve-mentions";
import { sightingOfSender } from "./sightings";

export async function onInstall(bot: Bot, activity: Activity): Promise<void> {
  if (activity.action === "add" || activity.action === "add-upgrade") await added(bot, activity);
  if (activity.action === "remove") await removed(bot, activity);
}

/** Also reached from `conversationUpdate`, which tells the same a second time. */
export async function added(bot: Bot, activity: Activity): Promise<void> {
  switch (conversationKindOf(activity)) {
    case "PERSONAL": {
      const [person] = await recordPeople(bot, sightingOfSender(activity, "INSTALL"));
      if (!person) return;
      const input = { recipientId: person.recipientId, ratePerSecond: bot.ratePerSecond };
      await welcomeRecipient.run(bot.db, SYSTEM_ACTOR, input);
      return;
    }
    case "CHANNEL":
      return addedToTeam(bot, activity);
    case "GROUP_CHAT":
      await recordPeople(bot, sightingOfSender(activity, "CONVERSATION_UPDATE"));
      await recordGroupChatOf(bot, activity, "INSTALL");
  }
}

/** The channel the activity comes from is the one that was chosen in the dialog. */
async function addedToTeam(bot: Bot, activity: Activity): Promise<void> {
  const team = teamOf(activity);
  const installer = await recordInstaller(bot, activity);
  if (!team) return;
  const channel = { ...channelOf(activity), removedAt: null };
  const byName = installer?.displayName ?? "";
  const { teamId } = await recordTeam.run(bot.db, SYSTEM_ACTOR, {
    ...team,
    channel,
    archivedAt: null,
    installed: {
      at: activity.at,
      channelId: channel.conversationId,
      ...(installer ? { byRecipientId: installer.recipientId } : {}),
      ...(byName ? { byName } : {}),
    },
    ...(installer ? { members: [installer.recipientId] } : {}),
  });
  await welcomeTeam.run(bot.db, SYSTEM_ACTOR, { teamId, ratePerSecond: bot.ratePerSecond });
}

/**
 * Whoever installs the app in a team is the sender. Teams tells their name only sometimes, and the team's welcome shall
 * say it: then the roster is asked for this one person.
 */
async function recordInstaller(bot: Bot, activity: Activity): Promise<RecordedSighting | undefined> {
  const [installer] = await recordPeople(bot, sightingOfSender(activity, "CONVERSATION_UPDATE"));
  if (!installer || installer.displayName !== "" || !activity.from) return installer;
  const from = await lookUpMember(bot, activity, activity.from);
  const [named] = await recordPeople(bot, sightingOfSender({ ...activity, from }, "CONVERSATION_UPDATE"));
  return named ?? installer;
}

export async function removed(bot: Bot, activity: Activity): Promise<void> {
  const { tenantId, at, from, conversation } = activity;
  const team = teamOf(activity);
  if (team) {
    await forgetTeam.run(bot.db, SYSTEM_ACTOR, { tenantId, teamsId: team.teamsId, at });
    return;
  }
  // A group chat is keyed by its conversation, a person by their object id.
  const objectId = conversationKindOf(activity) === "GROUP_CHAT" ? conversation.id : from?.aadObjectId;
  if (objectId) await forgetReference.run(bot.db, SYSTEM_ACTOR, { tenantId, objectId, at });
}
