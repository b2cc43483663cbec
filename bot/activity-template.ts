// The activity of one delivery as JSON. Most of a broadcast's activity is the same for everybody, so a message without
// variables is built and serialised once, with marks where recipient and signature belong; the rest is joining texts
// (see activity-template.test.ts for what that gains). A message with variables is built for each recipient.
import { buildCard, buildSummary, type CardInput } from "@/lib/domain/card";
import type { ActionData } from "@/lib/domain/card-actions";
import type { DeliveryContext } from "@/lib/domain/delivery";
import { textFields } from "@/lib/domain/message";
import type { BroadcastContent } from "@/lib/domain/ports";
import { findVariables, type VariableValues } from "@/lib/domain/variables";
import { cardLabels, cardLocale, type CardReason, cardReason, variableDefaults } from "@/lib/texts/card-labels";

import { cardActivity } from "./card-activity";
import { signAction, type UnsignedAction } from "./card-signature";

/** Whom one activity is for. */
export type Addressee = {
  recipientId: string;
  botId: string;
  conversationId: string;
  displayName: string;
  givenName: string | null;
  context: DeliveryContext | null;
};

export type ActivityTemplate = (to: Addressee) => string;

/** Texts that no author can have typed into a message: variables and markdown leave private-use characters alone. */
const MARKS = { recipient: "\uE000r\uE000", signature: "\uE000s\uE000", bot: "\uE000b\uE000", conversation: "\uE000c\uE000" };
type Mark = keyof typeof MARKS;
const MARK_PATTERN = new RegExp(`(${Object.values(MARKS).join("|")})`);

export function createActivityTemplate(content: BroadcastContent, secretKey: string): ActivityTemplate {
  const action = actionOf(content);
  const build = (values: VariableValues, data: ActionData, botId: string, conversationId: string): string =>
    JSON.stringify(activityOf(content, values, data, botId, conversationId));

  if (hasVariables(content) || holdsMarks(content)) {
    return (to) =>
      build(valuesOf(to), signAction({ ...action, recipient: to.recipientId }, secretKey), to.botId, to.conversationId);
  }
  const marked: ActionData = { herald: { ...action, recipient: MARKS.recipient, signature: MARKS.signature } };
  const parts = build({}, marked, MARKS.bot, MARKS.conversation).split(MARK_PATTERN);
  return (to) => {
    const { signature } = signAction({ ...action, recipient: to.recipientId }, secretKey).herald;
    const filled: Record<Mark, string> = {
      recipient: inJson(to.recipientId),
      signature,
      bot: inJson(to.botId),
      conversation: inJson(to.conversationId),
    };
    let json = "";
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i] ?? "";
      json += i % 2 === 0 ? part : filled[markOf(part)];
    }
    return json;
  };
}

function activityOf(content: BroadcastContent, values: VariableValues, data: ActionData, botId: string, conversationId: string) {
  const { message, topic } = content;
  const locale = cardLocale(message.lang);
  const input: CardInput = {
    message,
    topic,
    labels: cardLabels(locale),
    values,
    defaults: variableDefaults(locale),
    reach: "PERSONAL",
    reason: cardReason(locale, reasonOf(content)),
    ...(data.herald.verb === "preferences" ? { preferences: data } : { optOut: data }),
  };
  const summary = buildSummary(input);
  return cardActivity({ card: buildCard(input), summary, locale: message.lang ?? locale, botId, conversationId });
}

/** The one button of ours on the card; the topic is signed too, so that it cannot be moved to another card. */
function actionOf(content: BroadcastContent): Omit<UnsignedAction, "recipient"> {
  const broadcast = content.broadcastId;
  if (content.message.kind === "WELCOME") return { verb: "preferences", broadcast };
  return { verb: "optOut", broadcast, topic: content.topic.id };
}

function reasonOf({ purpose, audienceKind }: BroadcastContent): CardReason {
  if (purpose === "TEST") return "TEST";
  if (purpose === "STANDING") return "PERSONAL_INSTALL";
  return audienceKind ?? "ALL";
}

function valuesOf({ displayName, givenName, context }: Addressee): VariableValues {
  return {
    ...(displayName ? { displayName } : {}),
    ...(givenName ? { givenName } : {}),
    ...context,
  };
}

function hasVariables({ message }: BroadcastContent): boolean {
  return textFields(message).some(([, text]) => findVariables(text).length > 0);
}

function holdsMarks(content: BroadcastContent): boolean {
  return JSON.stringify(content).includes("\uE000");
}

function markOf(text: string): Mark {
  const found = (Object.keys(MARKS) as Mark[]).find((mark) => MARKS[mark] === text);
  if (!found) throw new Error("The template was split at something that is no mark.");
  return found;
}

/** A text as it stands between the quotes of JSON. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
