// The cards with which the bot answers a person: pure, plain data like every card. A reply that follows a button
// replaces the card the button was on, so it always offers the way back.
import { type ActionData, type ExecuteAction, executeAction } from "./card-actions";
import { type AdaptiveCard, band, type BandStyle, type CardElement, heading, text, wrapCard } from "./card-elements";
import { plainTextOf } from "./markdown";
import type { ReferenceSource } from "./reference";
import { escapeMarkdown } from "./variables";

export const BOT_COMMANDS = ["help", "preferences", "stop", "start", "why", "whoami"] as const;
export type BotCommand = (typeof BOT_COMMANDS)[number];

type TopicWords = { band: string; title: (topic: string) => string; text: string };

/** Words of the replies; made by `replyLabels` in lib/texts. Names come in escaped, so they may stand in markdown. */
export type ReplyLabels = {
  lang: string;
  optedOut: TopicWords;
  optedIn: TopicWords;
  mandatory: TopicWords;
  stopped: { band: string; title: string; text: string; except: (topics: string) => string };
  started: { band: string; title: string; text: string };
  why: {
    band: string;
    title: string;
    source: Record<ReferenceSource, (names: { team: string; installer: string }) => string>;
    topics: (topics: string) => string;
    nothing: string;
  };
  help: { band: string; title: string; text: string; command: Record<BotCommand, { name: string; does: string }> };
  unknown: { band: string; title: string; text: string };
  button: { undo: string; preferences: string; optOut: (topic: string) => string; startAll: string };
};

export function optedOutCard(labels: ReplyLabels, input: { topic: string; undo: ActionData }): AdaptiveCard {
  const frame = { style: "emphasis", glyph: "⊘", ...aboutTopic(labels.optedOut, input.topic) } as const;
  return reply(labels.lang, frame, [
    text(labels.optedOut.text),
    ...buttons(executeAction(labels.button.undo, input.undo)),
  ]);
}

export function optedInCard(
  labels: ReplyLabels,
  input: { topic: string; optOut?: ActionData; preferences?: ActionData },
): AdaptiveCard {
  const frame = { style: "good", glyph: "✔", ...aboutTopic(labels.optedIn, input.topic) } as const;
  const optOut = input.optOut ? [executeAction(labels.button.optOut(input.topic), input.optOut)] : [];
  return reply(labels.lang, frame, [
    text(labels.optedIn.text),
    ...buttons(...optOut, ...preferencesButton(labels, input.preferences)),
  ]);
}

/** The answer to an opt-out of a topic that has become mandatory since the card was sent. */
export function mandatoryTopicCard(
  labels: ReplyLabels,
  input: { topic: string; preferences: ActionData },
): AdaptiveCard {
  const frame = { style: "emphasis", glyph: "⚑", ...aboutTopic(labels.mandatory, input.topic) } as const;
  return reply(labels.lang, frame, [
    text(labels.mandatory.text),
    ...buttons(...preferencesButton(labels, input.preferences)),
  ]);
}

/** After the command `stop`: nothing comes any more but the mandatory topics. */
export function stoppedCard(
  labels: ReplyLabels,
  input: { mandatoryTopics: string[]; startAll: ActionData },
): AdaptiveCard {
  const words = labels.stopped;
  return reply(labels.lang, { style: "emphasis", glyph: "⊘", ...words }, [
    text(words.text),
    ...(input.mandatoryTopics.length > 0 ? [text(words.except(nameList(input.mandatoryTopics)))] : []),
    ...buttons(executeAction(labels.button.startAll, input.startAll)),
  ]);
}

export function startedCard(labels: ReplyLabels, input: { preferences: ActionData }): AdaptiveCard {
  return reply(labels.lang, { style: "good", glyph: "✔", ...labels.started }, [
    text(labels.started.text),
    ...buttons(...preferencesButton(labels, input.preferences)),
  ]);
}

/** Why do I get these? How the bot came to know the person, and which topics reach them now. */
export function whyCard(
  labels: ReplyLabels,
  input: { source: ReferenceSource; team?: string; installer?: string; topics: string[]; preferences: ActionData },
): AdaptiveCard {
  const words = labels.why;
  const names = { team: escapeMarkdown(input.team ?? ""), installer: escapeMarkdown(input.installer ?? "") };
  return reply(labels.lang, { style: "emphasis", glyph: "?", ...words }, [
    text(words.source[input.source](names)),
    text(input.topics.length > 0 ? words.topics(nameList(input.topics)) : words.nothing),
    ...buttons(...preferencesButton(labels, input.preferences)),
  ]);
}

export function helpCard(labels: ReplyLabels, input: { preferences?: ActionData } = {}): AdaptiveCard {
  return reply(labels.lang, { style: "accent", glyph: "?", ...labels.help }, [
    text(labels.help.text),
    commandList(labels, BOT_COMMANDS),
    ...buttons(...preferencesButton(labels, input.preferences)),
  ]);
}

/** The answer to anything else: shorter than `help` and different from it. The person's own words are not repeated. */
export function unknownCommandCard(labels: ReplyLabels, input: { preferences?: ActionData } = {}): AdaptiveCard {
  return reply(labels.lang, { style: "emphasis", glyph: "…", ...labels.unknown }, [
    text(labels.unknown.text),
    commandList(labels, ["help", "preferences", "stop"]),
    ...buttons(...preferencesButton(labels, input.preferences)),
  ]);
}

/** The frame of every reply: band and title, then what it has to say. */
export function reply(
  lang: string,
  frame: { style: BandStyle; glyph: string; band: string; title: string },
  content: CardElement[],
): AdaptiveCard {
  const body = [band(frame.style, frame.glyph, frame.band), heading(frame.title), ...content];
  return wrapCard(body, lang, plainTextOf(frame.title));
}

function aboutTopic(words: TopicWords, topic: string): { band: string; title: string } {
  return { band: words.band, title: words.title(escapeMarkdown(topic)) };
}

function preferencesButton(labels: ReplyLabels, preferences: ActionData | undefined): ExecuteAction[] {
  return preferences ? [executeAction(labels.button.preferences, preferences)] : [];
}

function buttons(...actions: ExecuteAction[]): CardElement[] {
  return actions.length > 0 ? [{ type: "ActionSet", actions, spacing: "Medium" }] : [];
}

function commandList(labels: ReplyLabels, commands: readonly BotCommand[]): CardElement {
  const facts = commands.map((command) => {
    const { name, does } = labels.help.command[command];
    return { title: name, value: does };
  });
  return { type: "FactSet", facts, spacing: "Medium" };
}

/** Many topics would make the sentence unreadable and the card large; the preferences list them all. */
const MAX_NAMES = 10;

function nameList(names: string[]): string {
  const shown = names.slice(0, MAX_NAMES).map((name) => `**${escapeMarkdown(name)}**`).join(", ");
  return names.length > MAX_NAMES ? `${shown} …` : shown;
}
