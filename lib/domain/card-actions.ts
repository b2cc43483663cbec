// The buttons of a card and the data they send back. The data are signed elsewhere (domain knows no secrets) and prove
// only that we wrote the button: who pressed it is told by the authenticated activity alone.
import { z } from "zod";

/** Of the cards with which somebody writes to all members of a team. */
export const TEAM_VERBS = ["teamFill", "teamReview", "teamCount", "teamEdit", "teamSend", "teamCancel"] as const;
export type TeamVerb = (typeof TEAM_VERBS)[number];
/** Of the card that asks somebody for an approval. */
export const APPROVAL_VERBS = ["approve", "reject"] as const;
export type ApprovalVerb = (typeof APPROVAL_VERBS)[number];
export const ACTION_VERBS = [
  "optOut", "optIn", "preferences", "setTopic", "stopAll", "startAll", ...TEAM_VERBS, ...APPROVAL_VERBS,
] as const;

/** What a button carries. Teams may add keys of its own beside `herald`; inside it an unknown key is refused. */
export const actionDataSchema = z.object({
  herald: z.strictObject({
    verb: z.enum(ACTION_VERBS),
    broadcast: z.string().max(100).optional(),
    topic: z.string().max(100).optional(),
    recipient: z.string().max(100),
    /** Where `setTopic` shall lead; the wish and not "the other one", so that a repeated invoke has one effect. */
    to: z.enum(["ON", "OFF"]).optional(),
    /** Which page of a long preferences card. */
    page: z.number().int().min(0).max(1000).optional(),
    /** To whose members somebody writes, with which template's buttons and image, and what of the draft they have read. */
    team: z.string().max(100).optional(),
    template: z.string().max(100).optional(),
    revision: z.number().int().min(1).optional(),
    /** Which of the broadcast's reviews is decided about. */
    round: z.number().int().min(1).optional(),
    signature: z.string().max(200),
  }),
});
export type ActionData = z.infer<typeof actionDataSchema>;
export type ActionVerb = (typeof ACTION_VERBS)[number];

export type OpenUrlAction = {
  type: "Action.OpenUrl";
  title: string;
  url: string;
  tooltip: string;
  style?: "positive";
};
export type SubmitAction = { type: "Action.Submit"; title: string; tooltip: string; data: ActionData };
export type ExecuteAction = {
  type: "Action.Execute";
  title: string;
  tooltip: string;
  verb: ActionVerb;
  data: ActionData;
  style?: "positive";
  fallback: SubmitAction;
};
export type CardAction = OpenUrlAction | ExecuteAction;

/** Teams cuts long button titles off; the tooltip, which screen readers speak too, keeps the whole. */
const MAX_TITLE_CHARACTERS = 40;

/** A button for the bot. Clients without Action.Execute fall back to Action.Submit, so both carry the same data. */
export function executeAction(
  title: string,
  data: ActionData,
  look: { style?: "positive"; tooltip?: string } = {},
): ExecuteAction {
  const words = { title: shorten(title), tooltip: look.tooltip ?? title };
  const style = look.style ? { style: look.style } : {};
  const fallback: SubmitAction = { type: "Action.Submit", ...words, data };
  return { type: "Action.Execute", ...words, verb: data.herald.verb, data, ...style, fallback };
}

function shorten(title: string): string {
  // Code points, not code units: half an emoji would not be valid text.
  const characters = Array.from(title);
  if (characters.length <= MAX_TITLE_CHARACTERS) return title;
  return `${characters.slice(0, MAX_TITLE_CHARACTERS - 1).join("").trimEnd()}…`;
}
