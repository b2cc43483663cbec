// What holds an author back from sending to everybody by accident or malice: above a number of people they type it, and in an
// hour they start so many broadcasts and no more. Null switches a limit off.
import { z } from "zod";

export const sendLimitsSchema = z.strictObject({
  /** More people than this are confirmed by typing their number. */
  confirmAbove: z.int("Enter a whole number.").min(0, "At least 0.").max(10_000_000, "At most 10000000.").nullable(),
  /** Broadcasts that one person or API key may start in an hour; external events have limits of their own. */
  broadcastsPerHour: z.int("Enter a whole number.").min(1, "At least 1.").max(10_000, "At most 10000.").nullable(),
});
export type SendLimits = z.infer<typeof sendLimitsSchema>;

export const DEFAULT_SEND_LIMITS: SendLimits = { confirmAbove: 1_000, broadcastsPerHour: null };

/** A directory changes while somebody reads: so much of the number may differ from what was typed. */
const TOLERANCE = 0.05;

export function needsConfirmation(people: number, { confirmAbove }: Pick<SendLimits, "confirmAbove">): boolean {
  return confirmAbove !== null && people > confirmAbove;
}

/** Whether what was confirmed is still what would be sent. */
export function isConfirmed(people: number, confirmed: number | undefined): boolean {
  return confirmed !== undefined && Math.abs(people - confirmed) <= people * TOLERANCE;
}

/** What the author typed is the number, however it is grouped, or the title. */
export function confirmsByHand(typed: string, people: number, title: string): boolean {
  const words = typed.trim();
  if (words === "") return false;
  const isNumber = /^\p{Nd}[\p{Nd}\s.,'’]*$/u.test(words) && words.replaceAll(/\D/g, "") === String(people);
  return isNumber || (title.trim() !== "" && words === title.trim());
}
