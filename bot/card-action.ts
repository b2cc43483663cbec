// What a pressed button does. The signed data say what was meant; who pressed it is told by the authenticated activity
// alone, and a card that was made for somebody else does nothing. Every verb sets a state rather than turning it around,
// so pressing twice, or Teams asking twice, has one effect.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { optIn } from "@/lib/commands/opt-in";
import { optOut } from "@/lib/commands/opt-out";
import { recordInteraction } from "@/lib/commands/record-interaction";
import { type ActionData, actionDataSchema, type ActionVerb, type ApprovalVerb, type TeamVerb } from "@/lib/domain/card-actions";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { mandatoryTopicCard, optedInCard, optedOutCard } from "@/lib/domain/card-replies";
import type { Topic } from "@/lib/domain/topic";
import { refusals } from "@/lib/refusal-log";
import { getRecipientByObjectId, type Recipient } from "@/lib/store/recipients";
import { getTopic } from "@/lib/store/topics";
import { replyLabels } from "@/lib/texts/card-labels";
import { type Locale, pickLocale } from "@/lib/texts/texts";

import type { Activity } from "./activity";
import { applyApproval, approvalActionOf } from "./approval-action";
import type { Bot } from "./bot";
import { isOurAction } from "./card-signature";
import { showPreferences, showStarted, showStopped, signerOf } from "./personal-cards";
import { recordPeople } from "./record-people";
import type { RefusalReason } from "./refusals";
import { sightingOfSender } from "./sightings";
import { applyTeamAction, teamActionOf } from "./team-message";

type Herald = ActionData["herald"];
type PersonalVerb = Exclude<ActionVerb, TeamVerb | ApprovalVerb>;
export type ActionAnswer = { card: AdaptiveCard } | { refused: RefusalReason };

export async function applyCardAction(bot: Bot, activity: Activity, data: unknown): Promise<ActionAnswer> {
  const parsed = actionDataSchema.safeParse(data);
  if (!parsed.success || !isOurAction(parsed.data.herald, bot.secretKey, bot.previousKeys)) {
    return refused("forged", activity);
  }
  const { herald } = parsed.data;
  const person = await findActor(bot, activity);
  if (person?.id !== herald.recipient) return refused("notYours", activity, person);

  await recordPeople(bot, sightingOfSender(activity, "CARD_ACTION"));
  const team = teamActionOf(herald);
  if (team) return { card: await applyTeamAction(bot, activity, person, team, data) };
  const approval = approvalActionOf(herald);
  if (approval) return { card: await applyApproval(bot, activity, person, approval, data) };
  await recordClick(bot, activity, herald);
  return perform(bot, person, herald, pickLocale(activity.locale));
}

/** 403 in the log alone: Teams wants 200, with the words. */
function refused(reason: "forged" | "notYours", { tenantId, from }: Activity, person?: Recipient): ActionAnswer {
  refusals().note({
    reason: reason === "forged" ? "CARD_FORGED" : "CARD_NOT_YOURS", status: 403, route: "POST /api/messages",
    actorKind: "RECIPIENT", actorId: person?.id ?? from?.aadObjectId, tenantId,
  });
  return { refused: reason };
}

async function findActor(bot: Bot, { from, tenantId }: Activity): Promise<Recipient | undefined> {
  return from?.aadObjectId ? getRecipientByObjectId(bot.db, tenantId, from.aadObjectId) : undefined;
}

/** Only a button of a broadcast's own card names the broadcast; those of the bot's replies prove nothing about one. */
async function recordClick(bot: Bot, { replyToId }: Activity, { broadcast, recipient, verb }: Herald): Promise<void> {
  if (!broadcast) return;
  await recordInteraction.run(bot.db, SYSTEM_ACTOR, {
    recipientId: recipient,
    broadcastId: broadcast,
    ...(replyToId ? { activityId: replyToId } : {}),
    kind: "CLICK",
    value: verb,
  });
}

async function perform(bot: Bot, person: Recipient, herald: Herald, locale: Locale): Promise<ActionAnswer> {
  const actor = { kind: "RECIPIENT", id: person.id, name: person.displayName } as const;
  const all = { recipientId: person.id, topicId: null };
  switch (herald.verb as PersonalVerb) {
    case "preferences":
      return { card: await showPreferences(bot, person, locale, herald.page) };
    case "stopAll":
      await optOut.run(bot.db, actor, all);
      return { card: await showStopped(bot, person, locale) };
    case "startAll":
      await optIn.run(bot.db, actor, all);
      return { card: await showStarted(bot, person, locale) };
    case "optOut":
    case "optIn":
    case "setTopic": {
      const topic = herald.topic ? await getTopic(bot.db, herald.topic) : null;
      if (!topic) return { refused: "gone" };
      return { card: await chooseTopic(bot, person, topic, herald, locale) };
    }
  }
}

async function chooseTopic(bot: Bot, person: Recipient, topic: Topic, herald: Herald, locale: Locale): Promise<AdaptiveCard> {
  const actor = { kind: "RECIPIENT", id: person.id, name: person.displayName } as const;
  const signer = signerOf(bot, person.id);
  const labels = replyLabels(locale);
  const key = { recipientId: person.id, topicId: topic.id };
  const off = herald.verb === "optOut" || (herald.verb === "setTopic" && herald.to === "OFF");
  if (off && topic.mandatory) {
    return mandatoryTopicCard(labels, { topic: topic.name, preferences: signer({ verb: "preferences" }) });
  }
  if (off) await optOut.run(bot.db, actor, { ...key, ...(herald.broadcast ? { broadcastId: herald.broadcast } : {}) });
  else await optIn.run(bot.db, actor, key);

  if (herald.verb === "setTopic") return showPreferences(bot, person, locale, herald.page);
  const same = { topic: topic.id, ...(herald.broadcast ? { broadcast: herald.broadcast } : {}) };
  if (off) return optedOutCard(labels, { topic: topic.name, undo: signer({ verb: "optIn", ...same }) });
  // While `stop` is in force the topic does not come back: the preferences say so and offer the way.
  if (person.optOuts.some(({ topicId }) => topicId === null)) return showPreferences(bot, person, locale);
  const actions = { optOut: signer({ verb: "optOut", ...same }), preferences: signer({ verb: "preferences" }) };
  return optedInCard(labels, { topic: topic.name, ...actions });
}
