// A message that somebody writes in a channel, on a card, to all members of the team: the fields of a NOTIFICATION that
// the card asks for. What else a message can have comes from a template, or is added in the console.
import { z } from "zod";

import { LIMITS, type NotificationMessage } from "./message";

export const TEAM_MESSAGE_FIELDS = ["title", "whatHappened", "affected", "actor", "whatToDo"] as const;
export type TeamMessageField = (typeof TEAM_MESSAGE_FIELDS)[number];

export const FIELD_LIMITS: Record<TeamMessageField, number> = {
  title: LIMITS.title,
  whatHappened: LIMITS.text,
  affected: LIMITS.shortText,
  actor: LIMITS.shortText,
  whatToDo: LIMITS.text,
};

// Clients are told the limits; one that does not keep to them has its text cut, and its author sees that before sending.
const typed = (max: number) => z.string().catch("").transform((text) => text.replaceAll("\0", "").trim().slice(0, max));

/** What a client sends back beside the button's data; a field it leaves out is empty. */
export const teamInputsSchema = z.object({
  title: typed(FIELD_LIMITS.title),
  whatHappened: typed(FIELD_LIMITS.whatHappened),
  affected: typed(FIELD_LIMITS.affected),
  actor: typed(FIELD_LIMITS.actor),
  whatToDo: typed(FIELD_LIMITS.whatToDo),
  /** The key of the topic. */
  topic: typed(60),
  /** The id of the template to fill in from. */
  template: typed(100),
});
export type TeamInputs = z.infer<typeof teamInputsSchema>;

/** What is typed on the confirmation, where the number of people is large (send-limits.ts). */
export const teamConfirmationSchema = z.object({ confirmed: typed(LIMITS.title) });

/** The template's own where the card does not ask: buttons, image, summary. */
export function teamMessageOf(
  inputs: TeamInputs, base: Partial<NotificationMessage>, defaults: { lang: string; optOutHint: string },
): NotificationMessage {
  const fields = Object.fromEntries(TEAM_MESSAGE_FIELDS.map((field) => [field, inputs[field]]));
  const optOutHint = base.optOutHint?.trim() ? base.optOutHint : defaults.optOutHint;
  return { lang: defaults.lang, ...base, ...fields, kind: "NOTIFICATION", optOutHint };
}
