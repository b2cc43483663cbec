// The app was added or removed: for a person (then they can be reached, and are welcomed once), or in a team.
// `add-upgrade` and `remove-upgrade` are one update of the app: the first is an install like any other, the second is
// no removal.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { forgetReference } from "@/lib/commands/forget-reference";
import { forgetTeam } from "@/lib/commands/forget-team";
import { recordTeam } from "@/lib/commands/record-team";
import { welcomeRecipient } from "@/lib/commands/welcome-recipient";

import { type Activity, conversationKindOf } from "./activity";
import type { Bot } from "./bot";
import { channelOf, recordPeople, teamOf } from "./record-people";
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
  }
}

/** Whoever installs the app in a team is the sender; the name comes along only sometimes. */
async function addedToTeam(bot: Bot, activity: Activity): Promise<void> {
  const [installer] = await recordPeople(bot, sightingOfSender(activity, "CONVERSATION_UPDATE"));
  const team = teamOf(activity);
  if (!team) return;
  const byName = installer?.displayName ?? "";
  await recordTeam.run(bot.db, SYSTEM_ACTOR, {
    ...team,
    channel: channelOf(activity),
    installed: {
      at: activity.at,
      ...(installer ? { byRecipientId: installer.recipientId } : {}),
      ...(byName ? { byName } : {}),
    },
    ...(installer ? { members: { recipientIds: [installer.recipientId], seenAt: activity.at } } : {}),
  });
}

export async function removed(bot: Bot, activity: Activity): Promise<void> {
  const { tenantId, at, from } = activity;
  const team = teamOf(activity);
  if (team) {
    await forgetTeam.run(bot.db, SYSTEM_ACTOR, { tenantId, teamsId: team.teamsId, at });
  } else if (conversationKindOf(activity) === "PERSONAL" && from?.aadObjectId) {
    await forgetReference.run(bot.db, SYSTEM_ACTOR, { tenantId, objectId: from.aadObjectId, at });
  }
}
