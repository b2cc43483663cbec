// A Message as the Adaptive Card one recipient sees: pure, plain data. A card always says what kind it is, which topic
// it belongs to, and why the person receives it. A personal NOTIFICATION always carries its topic's opt-out button,
// unless the topic is mandatory; a WELCOME opens the preferences; a post in a channel or group chat carries neither.
import type { ActionData, ActionVerb, OpenUrlAction } from "./card-actions";
import { executeAction } from "./card-actions";
import { isolate } from "./card-direction";
import type { AdaptiveCard, CardElement, Image } from "./card-elements";
import { band, heading, text, wrapCard } from "./card-elements";
import { bodySections, type SectionField } from "./card-sections";
import { keepLines, plainTextOf } from "./markdown";
import type { Button, Message, MessageKind } from "./message";
import { isFilled, summaryOf } from "./message";
import { escapeMarkdown, fillPlainVariables, fillVariables, type VariableValues } from "./variables";

/** Words of the card's own language; made by `cardLabels` in lib/texts. */
export type CardLabels = {
  /** The language these words are in; the card's own when the message names none. */
  lang: string;
  kind: Record<MessageKind, string>;
  section: Record<SectionField, string>;
  placeholder: Record<SectionField | "title" | "button" | "altText", string>;
  optOut: (topic: string) => string;
  mandatory: (topic: string) => string;
  preferencesHint: string;
  preferences: string;
  leavesTeams: (host: string) => string;
};

export type CardInput = {
  message: Message;
  topic: { name: string; mandatory: boolean };
  labels: CardLabels;
  values: VariableValues;
  defaults: VariableValues;
  reach: "PERSONAL" | "POST";
  /** One line: why this person receives it. Plain text. */
  reason: string;
  optOut?: ActionData;
  preferences?: ActionData;
  /** For the preview: what is missing shows as a grey hint instead of nothing. */
  placeholders?: boolean;
};

const LOOK = {
  WELCOME: { style: "good", glyph: "★" },
  NOTIFICATION: { style: "accent", glyph: "✉" },
} as const;

/** Teams takes six actions in a set, other hosts of Adaptive Cards five, and three are what a phone shows well. */
const ACTIONS_PER_ROW = 3;

export function buildCard(input: CardInput): AdaptiveCard {
  const { message, topic, labels } = input;
  const look = LOOK[message.kind];
  const kind = labels.kind[message.kind];
  const fill = (value: string): string => fillVariables(value, input.values, input.defaults);
  const body: CardElement[] = [
    band(look.style, look.glyph, kind, isSame(topic.name, kind) ? undefined : escapeMarkdown(topic.name)),
    ...titleOf(input, fill),
    ...imageOf(input),
    ...bodySections(message, labels, fill, input.placeholders === true),
    ...linksOf(input),
    ...footerOf(input, fill),
  ];
  return wrapCard(body, message.lang ?? labels.lang, buildSummary(input));
}

/** The toast and chat-list line of the activity: plain text, since Teams shows markdown there as it is written. */
export function buildSummary(input: Pick<CardInput, "message" | "values" | "defaults">): string {
  const { message, values, defaults } = input;
  return fillPlainVariables(plainTextOf(summaryOf(message)), values, defaults);
}

function titleOf({ message, labels, placeholders }: CardInput, fill: (value: string) => string): CardElement[] {
  if (isFilled(message.title)) return [heading(fill(message.title.trim().replace(/\s+/g, " ")))];
  return placeholders ? [{ ...heading(labels.placeholder.title), isSubtle: true }] : [];
}

function imageOf({ message, labels, values, defaults, placeholders }: CardInput): Image[] {
  const { url, altText } = message.image ?? {};
  if (!isFilled(url) || (!isFilled(altText) && !placeholders)) return [];
  const words = isFilled(altText) ? fillPlainVariables(altText, values, defaults) : labels.placeholder.altText;
  return [{ type: "Image", url, altText: words, size: "Stretch", spacing: "Medium" }];
}

function linksOf(input: CardInput): CardElement[] {
  const actions = (input.message.buttons ?? []).flatMap((button, index) => openUrlOf(button, index, input));
  const rows = Array.from({ length: Math.ceil(actions.length / ACTIONS_PER_ROW) }, (_, row) =>
    actions.slice(row * ACTIONS_PER_ROW, (row + 1) * ACTIONS_PER_ROW),
  );
  return rows.map((row, index) => ({ type: "ActionSet", actions: row, spacing: index === 0 ? "Medium" : "Small" }));
}

/** The first button is the one the author most wants pressed. */
function openUrlOf(button: Button, index: number, input: CardInput): OpenUrlAction[] {
  const { labels, values, defaults, placeholders } = input;
  const complete = isFilled(button.title) && isFilled(button.url);
  if (!complete && !placeholders) return [];
  const title = isFilled(button.title) ? fillPlainVariables(button.title, values, defaults) : labels.placeholder.button;
  const url = isFilled(button.url) && URL.canParse(button.url) ? button.url : "https://example.com/";
  const tooltip = `${title} – ${labels.leavesTeams(new URL(url).host)}`;
  return [{ type: "Action.OpenUrl", title, url, tooltip, ...(index === 0 ? { style: "positive" } : {}) }];
}

/** Opting out sits apart from the author's buttons, its hint just above it, the reason last. */
function footerOf(input: CardInput, fill: (value: string) => string): CardElement[] {
  const small = { size: "Small", isSubtle: true } as const;
  const reason = text(ownWords(escapeMarkdown(input.reason), input), { ...small, spacing: "Medium" });
  const escape = input.reach === "PERSONAL" ? escapeOf(input, fill) : undefined;
  if (!escape) return [{ ...reason, separator: true, spacing: "Large" }];
  const items: CardElement[] = escape.hint ? [text(escape.hint, small)] : [];
  if (escape.action) items.push({ type: "ActionSet", actions: [escape.action], spacing: "Small" });
  return [{ type: "Container", separator: true, spacing: "Large", items: [...items, reason] }];
}

function escapeOf(input: CardInput, fill: (value: string) => string) {
  const { message, topic, labels } = input;
  if (message.kind === "WELCOME") {
    const data = input.preferences ?? unsignedData("preferences", input);
    return { hint: ownWords(labels.preferencesHint, input), action: executeAction(labels.preferences, data) };
  }
  if (topic.mandatory) return { hint: ownWords(labels.mandatory(escapeMarkdown(topic.name)), input) };
  const data = input.optOut ?? unsignedData("optOut", input);
  const hint = isFilled(message.optOutHint) ? keepLines(fill(message.optOutHint.trim())) : placeholderHint(input);
  return { hint, action: executeAction(ownWords(labels.optOut(topic.name), input), data) };
}

function ownWords(words: string, { labels, message }: CardInput): string {
  return isolate(words, labels.lang, message.lang ?? labels.lang);
}

/** The topic "Welcome" on a welcome would say the same word twice. */
function isSame(topic: string, kind: string): boolean {
  return topic.trim().toLowerCase() === kind.toLowerCase();
}

function placeholderHint({ labels, placeholders }: CardInput): string {
  return placeholders ? `_${labels.placeholder.optOutHint}_` : "";
}

/** Only a preview may show a button that leads nowhere; a real card without its way out is a bug. */
function unsignedData(verb: ActionVerb, { placeholders }: CardInput): ActionData {
  if (!placeholders) throw new Error(`A personal card needs the signed data of its ${verb} button.`);
  return { herald: { verb, recipient: "preview", signature: "" } };
}
