// The two cards about the person: what they receive, with a button a topic, and who the bot takes them for.
import { type ActionData, executeAction } from "./card-actions";
import type { AdaptiveCard, CardElement, Column } from "./card-elements";
import { text } from "./card-elements";
import { reply } from "./card-replies";
import type { ReferenceSource, ReferenceState } from "./reference";
import { escapeMarkdown } from "./variables";

/** Rows a card; with more the card would grow past what Teams takes, so the rest is a page away. */
export const PREFERENCES_PAGE_SIZE = 20;
const MAX_DESCRIPTION_CHARACTERS = 120;

export type TopicChoice = {
  name: string;
  description: string;
  state: "ON" | "OFF" | "ALWAYS_ON";
  /** Signed data of the row's button (`setTopic`, leading to the other state); none when always on. */
  change?: ActionData;
};

/** Words of these cards; made by `preferenceLabels` in lib/texts. */
export type PreferenceLabels = {
  lang: string;
  band: string;
  title: string;
  text: string;
  state: Record<TopicChoice["state"], string>;
  turnOn: string;
  turnOff: string;
  /** The same for those who hear a button without its row. */
  turnOnTopic: (topic: string) => string;
  turnOffTopic: (topic: string) => string;
  nothing: string;
  stoppedText: string;
  startAll: string;
  stopAll: string;
  more: string;
  whoAmI: {
    band: string;
    title: string;
    name: string;
    email: string;
    objectId: string;
    reachable: string;
    source: string;
    state: Record<ReferenceState, string>;
    sourceName: Record<ReferenceSource, string>;
  };
};

export function preferencesCard(
  labels: PreferenceLabels,
  input: { topics: TopicChoice[]; stopped: boolean; startAll: ActionData; stopAll: ActionData; next?: ActionData },
): AdaptiveCard {
  if (input.topics.length > PREFERENCES_PAGE_SIZE) throw new Error("Too many topics for one preferences card.");
  const always = input.topics.filter((topic) => topic.state === "ALWAYS_ON");
  // Single topics cannot be changed while everything is stopped: a row that says "on" would not be true.
  const rows = input.stopped ? always : input.topics;
  const intro = input.stopped ? labels.stoppedText : rows.length > 0 ? labels.text : labels.nothing;
  const actions = [
    ...(input.stopped
      ? [executeAction(labels.startAll, input.startAll, { style: "positive" })]
      : [executeAction(labels.stopAll, input.stopAll)]),
    ...(input.next && !input.stopped ? [executeAction(labels.more, input.next)] : []),
  ];
  const look = input.stopped ? LOOK.stopped : LOOK.open;
  return reply(labels.lang, { ...look, band: labels.band, title: labels.title }, [
    text(intro),
    ...rows.map((topic) => rowOf(topic, labels)),
    { type: "ActionSet", actions, spacing: "Large" },
  ]);
}

export function whoAmICard(
  labels: PreferenceLabels,
  input: { displayName: string; email?: string; objectId: string; state: ReferenceState; source: ReferenceSource },
): AdaptiveCard {
  const words = labels.whoAmI;
  const facts = [
    { title: words.name, value: escapeMarkdown(input.displayName) },
    ...(input.email ? [{ title: words.email, value: escapeMarkdown(input.email) }] : []),
    { title: words.objectId, value: escapeMarkdown(input.objectId) },
    { title: words.reachable, value: words.state[input.state] },
    { title: words.source, value: words.sourceName[input.source] },
  ];
  const frame = { style: "emphasis", glyph: "☺", band: words.band, title: words.title } as const;
  return reply(labels.lang, frame, [{ type: "FactSet", facts, spacing: "Medium" }]);
}

const LOOK = { open: { style: "accent", glyph: "⚙" }, stopped: { style: "emphasis", glyph: "⊘" } } as const;

function rowOf(topic: TopicChoice, labels: PreferenceLabels): CardElement {
  const small = { size: "Small", spacing: "None" } as const;
  const mark = topic.state === "OFF" ? "○" : "●";
  const color = topic.state === "OFF" ? {} : ({ color: "Good" } as const);
  const words: CardElement[] = [
    text(escapeMarkdown(topic.name), { weight: "Bolder" }),
    ...(topic.description ? [text(shorten(topic.description), { ...small, isSubtle: true })] : []),
    text(`${mark} ${labels.state[topic.state]}`, { ...small, ...color }),
  ];
  const row = { type: "ColumnSet", separator: true, spacing: "Medium" } as const;
  const wide: Column = { type: "Column", width: "stretch", verticalContentAlignment: "Center", items: words };
  if (!topic.change) return { ...row, columns: [wide] };
  const action =
    topic.state === "ON"
      ? executeAction(labels.turnOff, topic.change, { tooltip: labels.turnOffTopic(topic.name) })
      : executeAction(labels.turnOn, topic.change, { tooltip: labels.turnOnTopic(topic.name) });
  const button: CardElement = { type: "ActionSet", actions: [action] };
  const narrow: Column = { type: "Column", width: "auto", verticalContentAlignment: "Center", items: [button] };
  return { ...row, columns: [wide, narrow] };
}

function shorten(description: string): string {
  const characters = Array.from(description);
  if (characters.length <= MAX_DESCRIPTION_CHARACTERS) return escapeMarkdown(description);
  return `${escapeMarkdown(characters.slice(0, MAX_DESCRIPTION_CHARACTERS - 1).join("").trimEnd())}…`;
}
