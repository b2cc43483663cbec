// An approver decides about a rhythm by its words.
import { expect, test } from "vitest";

import { rhythmText } from "./rhythm-text";

test.each([
  ["5 7 * * *", "Every day at 7:05 AM", "Täglich um 07:05"],
  ["30 17 * * 1-5", "Monday to Friday at 5:30 PM", "Montag bis Freitag um 17:30"],
  ["0 9 * * 0", "Every Sunday at 9:00 AM", "Jeden Sonntag um 09:00"],
  ["0 9 15 * *", "On day 15 of each month at 9:00 AM", "Am 15. jedes Monats um 09:00"],
  ["0 0 L * *", "On the last day of each month at 12:00 AM", "Am letzten Tag jedes Monats um 00:00"],
  ["0 9 31 * *", "Cron expression 0 9 31 * *", "Cron-Ausdruck 0 9 31 * *"],
])("%s", (cron, english, german) => {
  const recurrence = { cron, zone: "Europe/Berlin" };
  // Some versions of the tables put a narrow space before AM.
  expect(rhythmText("en", recurrence).replaceAll("\u202f", " ")).toBe(`${english}, in the time of Europe/Berlin.`);
  expect(rhythmText("de", recurrence)).toBe(`${german}, in der Zeit von Europe/Berlin.`);
});
