// The activity of one delivery as JSON. Most of a broadcast's activity is the same for everybody, so a message without
// variables is built and serialised once, with marks where recipient and signature belong; the rest is joining texts
// (see activity-template.test.ts for what that gains). A message with variables is built for each recipient.
import { buildCard, buildSummary, type CardInput, type CardLabels } from "@/lib/domain/card";
import type { ActionData } from "@/lib/domain/card-actions";
import type { DeliveryContext } from "@/lib/domain/delivery";
import { textFields } from "@/lib/domain/message";
import type { BroadcastContent } from "@/lib/domain/ports";
import type { RecipientKind } from "@/lib/domain/reference";
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

/** A channel or a group chat gets the message alone: buttons of ours would be one person's, and its names nobody's. */
export function createActivityTemplate(
  content: BroadcastContent, secretKey: string, kind: RecipientKind = "PERSON",
): ActivityTemplate {
  const action = actionOf(content);
  const sign = (recipientId: string): ActionData => signAction({ ...action, recipient: recipientId }, secretKey);
  const build = activityBuilder(content, kind);
  if (kind !== "PERSON") return (to) => build({ ...to.context }, undefined, to.botId, to.conversationId);
  if (hasVariables(content) || holdsMarks(content)) {
    return (to) => build(valuesOf(to), sign(to.recipientId), to.botId, to.conversationId);
  }
  const marked: ActionData = { herald: { ...action, recipient: MARKS.recipient, signature: MARKS.signature } };
  const parts = build({}, marked, MARKS.bot, MARKS.conversation).split(MARK_PATTERN);
  return (to) =>
    fillMarks(parts, {
      recipient: inJson(to.recipientId),
      signature: sign(to.recipientId).herald.signature,
      bot: inJson(to.botId),
      conversation: inJson(to.conversationId),
    });
}

/** Texts at even places, marks at odd ones. */
function fillMarks(parts: readonly string[], filled: Record<Mark, string>): string {
  let json = "";
  for (let i = 0; i < parts.length; i += 1) {
    const part = parts[i] ?? "";
    json += i % 2 === 0 ? part : filled[markOf(part)];
  }
  return json;
}

/** What all activities of a broadcast share is looked up once. */
function activityBuilder(content: BroadcastContent, kind: RecipientKind) {
  const { message, topic } = content;
  const cardLanguage = cardLocale(message.lang);
  const labels = rememberLabels(cardLabels(cardLanguage));
  const defaults = variableDefaults(cardLanguage);
  const reason = cardReason(cardLanguage, reasonOf(content, kind));
  const reach = kind === "PERSON" ? "PERSONAL" : "POST";
  const locale = message.lang ?? cardLanguage;
  return (values: VariableValues, data: ActionData | undefined, botId: string, conversationId: string): string => {
    const own = data && (data.herald.verb === "preferences" ? { preferences: data } : { optOut: data });
    const input: CardInput = { message, topic, labels, values, defaults, reach, reason, ...own };
    const summary = buildSummary(input);
    return JSON.stringify(cardActivity({ card: buildCard(input), summary, locale, botId, conversationId }));
  };
}

/** Formatting a text costs more than the card around it, and a broadcast asks for the same ones each time. */
function rememberLabels(labels: CardLabels): CardLabels {
  const remember = (make: (name: string) => string): ((name: string) => string) => {
    const made = new Map<string, string>();
    return (name) => {
      const known = made.get(name) ?? make(name);
      made.set(name, known);
      return known;
    };
  };
  const { optOut, mandatory, leavesTeams } = labels;
  return { ...labels, optOut: remember(optOut), mandatory: remember(mandatory), leavesTeams: remember(leavesTeams) };
}

/** The one button of ours on the card; the topic is signed too, so that it cannot be moved to another card. */
function actionOf(content: BroadcastContent): Omit<UnsignedAction, "recipient"> {
  const broadcast = content.broadcastId;
  if (content.message.kind === "WELCOME") return { verb: "preferences", broadcast };
  return { verb: "optOut", broadcast, topic: content.topic.id };
}

function reasonOf({ purpose, audienceKind }: BroadcastContent, kind: RecipientKind): CardReason {
  if (kind !== "PERSON") return purpose === "STANDING" ? "TEAM_INSTALL" : kind;
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
