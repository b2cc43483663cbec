// The cards about an approval: what waits for somebody's decision, with the text that would be sent and a comment to write;
// how it ended, in its place; and the outcome, for its author. Plain data like every card. Its buttons work for one person
// alone, whose role is looked up when one is pressed.
import { type ApprovalReason, MAX_COMMENT } from "./approval";
import { type ActionData, executeAction, type OpenUrlAction } from "./card-actions";
import { type AdaptiveCard, type CardElement, text } from "./card-elements";
import { reply } from "./card-replies";
import { escapeMarkdown } from "./variables";

/** How a review stands, or ended. OVER: it was taken back, changed or canceled before anybody decided. */
export type ReviewEnd = "APPROVED" | "REJECTED" | "PENDING" | "OVER";

/** Names come in escaped, so they may stand in markdown. */
export type ApprovalLabels = {
  lang: string;
  band: string;
  request: {
    title: string;
    text: (names: { name: string; author: string }) => string;
    people: (count: number) => string;
    uncounted: string;
    reason: Record<ApprovalReason, string>;
    audience: (audience: string) => string;
    cut: string;
    installs: string;
    topic: (topic: string) => string;
    when: (at: string) => string;
    now: string;
    repeats: (rhythm: string) => string;
    next: (at: string) => string;
    noNext: string;
    end: (at: string) => string;
    preview: string;
    comment: string;
    missing: string;
  };
  button: { approve: string; reject: string; open: string };
  end: Record<ReviewEnd, { title: string; text: (names: { name: string; title: string }) => string }>;
  outcome: Record<"APPROVED" | "REJECTED", { title: string; text: (names: { name: string; title: string }) => string }>;
  said: string;
  notice: Record<"noRole" | "signIn" | "over" | "gone" | "refused", { title: string; text: string }>;
};

/** In words: how often and in which zone, when next unless no run is left, and when no more. */
export type Repeats = { rhythm: string; next: string | null; end: string | null };

/** The words of an audience of many parts would leave no room for what is sent. */
const MAX_AUDIENCE_WORDS = 800;

export function approvalRequestCard(
  labels: ApprovalLabels,
  input: {
    requester: string;
    author: string;
    /** Null when they could not be counted. */
    people: number | null;
    reasons: readonly ApprovalReason[];
    /** In words. */
    audience: string;
    /** The app, for those who lack it. */
    installs: boolean;
    topic: string;
    /** In words; null for at once. */
    at: string | null;
    repeats: Repeats | null;
    title: string;
    preview: CardElement[];
    links: readonly { title: string; url: string }[];
    /** What was wrong with the last press. */
    problem?: string;
    url: string;
    actions: { approve: ActionData; reject: ActionData };
  },
): AdaptiveCard {
  const words = labels.request;
  const names = { name: escapeMarkdown(input.requester), author: escapeMarkdown(input.author) };
  return reply(labels.lang, { style: "accent", glyph: "✉", band: labels.band, title: words.title }, [
    text(words.text(names)),
    text(input.people === null ? words.uncounted : words.people(input.people), { weight: "Bolder" }),
    ...input.reasons.map((reason) => text(words.reason[reason], { spacing: "Small" })),
    text(words.audience(escapeMarkdown(cut(input.audience, words.cut))), { spacing: "Small" }),
    ...(input.installs ? [text(words.installs, { spacing: "Small" })] : []),
    text(words.topic(escapeMarkdown(input.topic)), { spacing: "Small" }),
    text(whenOf(words, input), { spacing: "Small" }),
    text(words.preview, { size: "Small", isSubtle: true, separator: true, spacing: "Large" }),
    { type: "Container", items: [text(input.title, { weight: "Bolder" }), ...input.preview], spacing: "Small" },
    ...input.links.map(({ title, url }) => text(`${escapeMarkdown(title)} → ${escapeMarkdown(url)}`, { size: "Small" })),
    ...(input.problem === undefined ? [] : [text(`⚠ ${escapeMarkdown(input.problem)}`, { weight: "Bolder", spacing: "Large" })]),
    {
      type: "Input.Text", id: "comment", label: words.comment, maxLength: MAX_COMMENT, isMultiline: true,
      spacing: input.problem === undefined ? "Large" : "Small",
    },
    {
      type: "ActionSet",
      spacing: "Medium",
      actions: [
        executeAction(labels.button.approve, input.actions.approve, { style: "positive" }),
        executeAction(labels.button.reject, input.actions.reject),
        openUrl(labels, input.url),
      ],
    },
  ]);
}

function cut(words: string, ending: string): string {
  return words.length <= MAX_AUDIENCE_WORDS ? words : `${words.slice(0, MAX_AUDIENCE_WORDS).toWellFormed()} … ${ending}`;
}

function whenOf(words: ApprovalLabels["request"], { at, repeats }: { at: string | null; repeats: Repeats | null }): string {
  if (!repeats) return at === null ? words.now : words.when(escapeMarkdown(at));
  const next = repeats.next === null ? words.noNext : words.next(escapeMarkdown(repeats.next));
  const end = repeats.end === null ? [] : [words.end(escapeMarkdown(repeats.end))];
  return [words.repeats(escapeMarkdown(repeats.rhythm)), next, ...end].join(" ");
}

type End = { name: string; title: string; comment: string; url: string };

/** Stands where the request stood. */
export function approvalEndCard(labels: ApprovalLabels, end: ReviewEnd, { name, title, comment, url }: End): AdaptiveCard {
  const words = labels.end[end];
  const look = end === "APPROVED" || end === "PENDING" ? ({ style: "good", glyph: "✔" } as const) : CLOSED;
  return reply(labels.lang, { ...look, band: labels.band, title: words.title }, [
    text(words.text({ name: escapeMarkdown(name), title: escapeMarkdown(title) })), ...said(labels, comment), open(labels, url),
  ]);
}

/** Tells who asked for it what has become of it. */
export function approvalOutcomeCard(
  labels: ApprovalLabels, outcome: "APPROVED" | "REJECTED", { name, title, comment, url }: End,
): AdaptiveCard {
  const words = labels.outcome[outcome];
  const look = outcome === "APPROVED" ? ({ style: "good", glyph: "✔" } as const) : CLOSED;
  return reply(labels.lang, { ...look, band: labels.band, title: words.title }, [
    text(words.text({ name: escapeMarkdown(name), title: escapeMarkdown(title) })), ...said(labels, comment), open(labels, url),
  ]);
}

/** `detail` says it in the words of the rule that stands in the way. */
export function approvalNoticeCard(
  labels: ApprovalLabels, notice: "noRole" | "signIn" | "over" | "gone" | "refused", url: string, detail?: string,
): AdaptiveCard {
  const words = labels.notice[notice];
  return reply(labels.lang, { style: "emphasis", glyph: "🔒", band: labels.band, title: words.title }, [
    text(words.text), ...(detail ? [text(escapeMarkdown(detail), { isSubtle: true })] : []), open(labels, url),
  ]);
}

const CLOSED = { style: "emphasis", glyph: "⊘" } as const;

function said({ said: label }: ApprovalLabels, comment: string): CardElement[] {
  if (comment === "") return [];
  return [text(label, { size: "Small", isSubtle: true, spacing: "Medium" }), text(escapeMarkdown(comment), { spacing: "None" })];
}

function open(labels: ApprovalLabels, url: string): CardElement {
  return { type: "ActionSet", actions: [openUrl(labels, url)], spacing: "Medium" };
}

function openUrl({ button: { open: title } }: ApprovalLabels, url: string): OpenUrlAction {
  return { type: "Action.OpenUrl", title, url, tooltip: title };
}
