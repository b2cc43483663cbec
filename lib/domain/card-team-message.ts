// The cards with which somebody writes to all members of a team from one of its channels: a form, what it comes to, and
// where to follow it. They stand in front of everybody, so each says whose it is; its buttons work for that person alone.
import { type ActionData, type ExecuteAction, executeAction, type OpenUrlAction } from "./card-actions";
import { type AdaptiveCard, type CardElement, type InputText, text } from "./card-elements";
import { reply } from "./card-replies";
import { FIELD_LIMITS, TEAM_MESSAGE_FIELDS, type TeamInputs, type TeamMessageField } from "./team-message";
import { escapeMarkdown } from "./variables";

/** A card takes no more of each; whoever has more writes in the console. */
export const MAX_CHOICES = 50;

export type TeamMessageLabels = {
  lang: string;
  band: string;
  field: Record<TeamMessageField | "topic" | "template", string>;
  button: Record<"fill" | "review" | "count" | "edit" | "cancel" | "report", string> & { send: (count: number) => string };
  form: {
    title: (team: string) => string;
    text: (author: string) => string;
    noTemplate: string;
    missing: (fields: string) => string;
  };
  confirm: {
    title: (count: number) => string;
    text: (names: { team: string; topic: string }) => string;
    leftOut: (count: number) => string;
    reading: (count: number) => string;
    unread: string;
    nobody: string;
    typeNumber: (count: number) => string;
    typeHint: string;
    mistyped: string;
  };
  sent: { title: (count: number) => string; text: (team: string) => string };
  asked: { title: string; text: (team: string) => string };
  canceled: { title: string; text: string };
  notice: Record<TeamNotice, { title: string; text: string }>;
};

/** Why it does not go on. */
export type TeamNotice = "noRole" | "signIn" | "noTeam" | "private" | "gone" | "refused";

export type Choice = { title: string; value: string };
type FormActions = { fill: ActionData; review: ActionData; cancel: ActionData };

export function teamFormCard(
  labels: TeamMessageLabels,
  input: {
    team: string;
    author: string;
    values: TeamInputs;
    topics: Choice[];
    templates: Choice[];
    missing: string[];
    actions: FormActions;
  },
): AdaptiveCard {
  const { values, topics, templates, missing, actions } = input;
  return card(labels, labels.form.title(escapeMarkdown(input.team)), [
    text(labels.form.text(escapeMarkdown(input.author))),
    ...(missing.length > 0 ? [text(`⚠ ${labels.form.missing(missing.join(", "))}`, { weight: "Bolder" })] : []),
    ...(templates.length > 0 ? templateChoice(labels, templates, values.template, actions.fill) : []),
    {
      type: "Input.ChoiceSet", id: "topic", label: labels.field.topic, style: "compact", spacing: "Medium",
      choices: topics.slice(0, MAX_CHOICES), ...(values.topic ? { value: values.topic } : {}),
    },
    ...TEAM_MESSAGE_FIELDS.map((field) => inputOf(field, labels.field[field], values[field])),
    ...buttons(
      executeAction(labels.button.review, actions.review, { style: "positive" }),
      executeAction(labels.button.cancel, actions.cancel),
    ),
  ]);
}

function templateChoice(labels: TeamMessageLabels, templates: Choice[], value: string, fill: ActionData): CardElement[] {
  const choices = [{ title: labels.form.noTemplate, value: "none" }, ...templates.slice(0, MAX_CHOICES)];
  return [
    {
      type: "Input.ChoiceSet", id: "template", label: labels.field.template, style: "compact", spacing: "Medium", choices,
      value: value || "none",
    },
    { type: "ActionSet", actions: [executeAction(labels.button.fill, fill)], spacing: "Small" },
  ];
}

function inputOf(id: TeamMessageField, label: string, value: string): InputText {
  const long = id === "whatHappened" || id === "whatToDo" ? ({ isMultiline: true } as const) : {};
  return { type: "Input.Text", id, label, maxLength: FIELD_LIMITS[id], spacing: "Medium", ...long, ...(value ? { value } : {}) };
}

/** With how many people it comes to; nothing is sent before this was read. */
export function teamConfirmCard(
  labels: TeamMessageLabels,
  input: {
    team: string;
    topic: string;
    title: string;
    net: number;
    leftOut: number;
    /** The members are being read for the first time: so many are known by now, and sending waits. */
    reading: number | null;
    /** Reading the members has failed: those who are known may not be all. */
    unread: boolean;
    /** So many people that their number is typed; wrongly, when it was tried. */
    typing: { mistyped: boolean } | null;
    actions: { send: ActionData; count: ActionData; edit: ActionData; cancel: ActionData };
  },
): AdaptiveCard {
  const { net, leftOut, reading, actions } = input;
  const words = labels.confirm;
  const rest = [executeAction(labels.button.edit, actions.edit), executeAction(labels.button.cancel, actions.cancel)];
  const first =
    reading !== null ? [executeAction(labels.button.count, actions.count, { style: "positive" })]
    : net > 0 ? [executeAction(labels.button.send(net), actions.send, { style: "positive" })]
    : [];
  return card(labels, words.title(net), [
    text(escapeMarkdown(input.title), { weight: "Bolder" }),
    text(words.text({ team: escapeMarkdown(input.team), topic: escapeMarkdown(input.topic) })),
    ...(leftOut > 0 ? [text(words.leftOut(leftOut))] : []),
    ...(reading !== null ? [text(words.reading(reading))] : []),
    ...(reading === null && input.unread ? [text(words.unread)] : []),
    ...(reading === null && net === 0 ? [text(words.nobody)] : []),
    ...(input.typing && reading === null && net > 0 ? numberInput(words, net, input.typing.mistyped) : []),
    ...buttons(...first, ...rest),
  ]);
}

/** The id under which what was typed comes back (team-message.ts). */
function numberInput(words: TeamMessageLabels["confirm"], net: number, mistyped: boolean): CardElement[] {
  return [
    text(words.typeHint),
    ...(mistyped ? [text(`⚠ ${words.mistyped}`, { weight: "Bolder" })] : []),
    { type: "Input.Text", id: "confirmed", label: words.typeNumber(net), maxLength: FIELD_LIMITS.title, spacing: "Medium" },
  ];
}

export function teamSentCard(labels: TeamMessageLabels, input: { team: string; net: number; reportUrl: string }): AdaptiveCard {
  const { report } = labels.button;
  const open: OpenUrlAction = { type: "Action.OpenUrl", title: report, url: input.reportUrl, tooltip: report };
  const frame = { style: "good", glyph: "✔", band: labels.band, title: labels.sent.title(input.net) } as const;
  return reply(labels.lang, frame, [
    text(labels.sent.text(escapeMarkdown(input.team))),
    { type: "ActionSet", actions: [open], spacing: "Medium" },
  ]);
}

/** It is in review: somebody else must approve it first. */
export function teamAskedCard(labels: TeamMessageLabels, input: { team: string; reportUrl: string }): AdaptiveCard {
  const { report } = labels.button;
  const open: OpenUrlAction = { type: "Action.OpenUrl", title: report, url: input.reportUrl, tooltip: report };
  return card(labels, labels.asked.title, [
    text(labels.asked.text(escapeMarkdown(input.team))), { type: "ActionSet", actions: [open], spacing: "Medium" },
  ]);
}

export function teamCanceledCard(labels: TeamMessageLabels): AdaptiveCard {
  return reply(labels.lang, { style: "emphasis", glyph: "⊘", band: labels.band, title: labels.canceled.title }, [
    text(labels.canceled.text),
  ]);
}

/** `detail` says it in the words of the rule that stands in the way. */
export function teamNoticeCard(labels: TeamMessageLabels, notice: TeamNotice, detail?: string): AdaptiveCard {
  const words = labels.notice[notice];
  return reply(labels.lang, { style: "emphasis", glyph: "🔒", band: labels.band, title: words.title }, [
    text(words.text),
    ...(detail ? [text(escapeMarkdown(detail), { isSubtle: true })] : []),
  ]);
}

function card(labels: TeamMessageLabels, title: string, content: CardElement[]): AdaptiveCard {
  return reply(labels.lang, { style: "accent", glyph: "✉", band: labels.band, title }, content);
}

function buttons(...actions: ExecuteAction[]): CardElement[] {
  return [{ type: "ActionSet", actions, spacing: "Medium" }];
}
