// Something was written to the bot, or about it in a channel. Whoever wrote it and everyone mentioned beside the bot
// becomes known. A message with a value is a button of a client without Action.Execute (see on-card-action.ts).
import { optIn } from "@/lib/commands/opt-in";
import { optOut } from "@/lib/commands/opt-out";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { type BotCommand, helpCard, unknownCommandCard } from "@/lib/domain/card-replies";
import { getRecipient, hasMet, type MetRecipient } from "@/lib/store/recipients";
import { replyLabels } from "@/lib/texts/card-labels";
import { type Locale, pickLocale } from "@/lib/texts/texts";

import { type Activity, conversationKindOf } from "./activity";
import type { Bot } from "./bot";
import { findCommand, isMentioned, wantsToMessageAll } from "./command-words";
import { isSubmit, onSubmit } from "./on-card-action";
import { showPreferences, showStarted, showStopped, showWhoAmI, showWhy, signerOf } from "./personal-cards";
import { recordGroupChatOf, recordMembers } from "./record-people";
import { channelHelpCard, talkInPrivateCard } from "./refusals";
import { replyWithCard } from "./reply";
import { resolveMentions } from "./resolve-mentions";
import { sightingOfSender, sightingsOf } from "./sightings";
import { privateNotice, showTeamForm } from "./team-message";

export async function onMessage(bot: Bot, activity: Activity): Promise<void> {
  if (isSubmit(activity)) return onSubmit(bot, activity);
  const mentioned = await resolveMentions(bot, activity);
  const sender = sightingOfSender(activity, "MESSAGE");
  await recordGroupChatOf(bot, activity, "MESSAGE", { rosterWanted: mentioned.missing });
  const sightings = [...sender, ...sightingsOf(activity, mentioned.people, "MENTION")];
  const { people, teamId } = await recordMembers(bot, activity, sightings, { rosterWanted: mentioned.missing });
  const [person] = people;
  if (sender.length === 0 || !person) return;

  const locale = pickLocale(activity.locale);
  if (conversationKindOf(activity) !== "PERSONAL") {
    if (!isMentioned(activity)) return;
    await replyWithCard(bot, activity, await answerInPublic(bot, activity, { recipientId: person.recipientId, teamId }));
    return;
  }
  const recipient = await getRecipient(bot.db, person.recipientId);
  if (!recipient || !hasMet(recipient)) return;
  if (wantsToMessageAll(activity)) await replyWithCard(bot, activity, privateNotice(locale));
  else await replyWithCard(bot, activity, await answer(bot, recipient, findCommand(activity), locale));
}

/** In front of others nothing personal is shown or decided. */
async function answerInPublic(
  bot: Bot, activity: Activity, { recipientId, teamId }: { recipientId: string; teamId: string | undefined },
): Promise<AdaptiveCard> {
  const locale = pickLocale(activity.locale);
  if (wantsToMessageAll(activity)) {
    return teamId === undefined ? privateNotice(locale) : showTeamForm(bot, activity, recipientId, teamId);
  }
  return findCommand(activity) === "help" ? channelHelpCard(locale) : talkInPrivateCard(locale);
}

async function answer(bot: Bot, person: MetRecipient, command: BotCommand | undefined, locale: Locale): Promise<AdaptiveCard> {
  const actor = { kind: "RECIPIENT", id: person.id, name: person.displayName } as const;
  const all = { recipientId: person.id, topicId: null };
  const preferences = signerOf(bot, person.id)({ verb: "preferences" });
  switch (command) {
    case "help":
      return helpCard(replyLabels(locale), { preferences });
    case "stop":
      await optOut.run(bot.db, actor, all);
      return showStopped(bot, person, locale);
    case "start":
      await optIn.run(bot.db, actor, all);
      return showStarted(bot, person, locale);
    case "preferences":
      return showPreferences(bot, person, locale);
    case "why":
      return showWhy(bot, person, locale);
    case "whoami":
      return showWhoAmI(person, locale);
    case undefined:
      return unknownCommandCard(replyLabels(locale), { preferences });
  }
}
