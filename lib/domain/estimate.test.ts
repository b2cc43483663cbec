// When the last one has it, beside what others are sending.
import { expect, it } from "vitest";

import { finishSeconds, type Load, queuedAhead } from "./estimate";

const idle: Load = { ratePerSecond: 50, pausedSeconds: 0, others: [] };
const million = { open: 1_000_000, urgent: false };
const note = { open: 200, urgent: false };
const alarm = { open: 500, urgent: true };

it.each<[string, number, boolean, Load, number]>([
  ["alone at the full rate", 5_000, false, idle, 100],
  ["nobody takes no time, whatever goes on", 0, false, { ...idle, pausedSeconds: 60, others: [million] }, 0],
  ["a note of 200 beside one to a million shares the rate", 200, false, { ...idle, others: [million] }, 8],
  ["a small one is soon out of the way of a large one", 1_000_000, false, { ...idle, others: [note] }, 20_004],
  ["an urgent one goes first", 200, false, { ...idle, others: [alarm] }, 14],
  ["an urgent one waits for no other", 200, true, { ...idle, others: [million] }, 4],
  ["two urgent ones share", 200, true, { ...idle, others: [alarm, million] }, 8],
  ["a pause comes on top", 50, false, { ...idle, pausedSeconds: 9.5 }, 11],
])("%s", (_what, count, urgent, load, seconds) => expect(finishSeconds(count, urgent, load)).toBe(seconds));

it("says what is sent before", () => expect(queuedAhead(200, false, { ...idle, others: [million, alarm] })).toBe(700));
