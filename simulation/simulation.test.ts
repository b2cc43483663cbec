// The simulation on a fixed set of seeds, small enough for every run of the tests; `npm run sim` is the long one. A seed
// that ever failed stays here with its story.
import { describe, expect, test } from "vitest";

import { type Mode } from "./plan";
import { simulate } from "./simulate";

const SEEDS = 30;
const PEOPLE = 200;
const RESPECT_SEEDS = 60;

const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("with everything that can go wrong", () => {
  test.each(seeds(SEEDS))("seed %i keeps every promise", async (seed) => {
    const { violations } = await simulate(seed, { people: PEOPLE });
    expect(violations).toEqual([]);
  });
});

test("pauses, cancels and opt-outs at random moments act in time", async () => {
  for (const seed of seeds(RESPECT_SEEDS)) {
    const { violations } = await simulate(seed, { people: 100, mode: "respect" });
    expect(violations, `seed ${seed}`).toEqual([]);
  }
});

test("a seed replays exactly", async () => {
  const first = await simulate(7, { people: PEOPLE });
  const second = await simulate(7, { people: PEOPLE });
  expect(second.fingerprint).toBe(first.fingerprint);
  expect([...second.tally.counts]).toEqual([...first.tally.counts]);
});

type Story = [story: string, seed: number, people: number, mode: Mode];

const STORIES: Story[] = [
  // A batch that found the breaker held paused the whole worker, and so took back the trial message of the other batch.
  // Every trial was lost like that, and a broadcast larger than one batch never went on.
  ["the trial message of a breaker leaves although the worker rests because of it", 21, 200, "faults"],
  // A pause began while a request waited for a free place on the wire; it was not asked again, and left in the pause.
  ["a request that waits for a place on the wire heeds a pause that begins meanwhile", 5, 200, "faults"],
  // The conversation was created, but writing it down failed while the batch still waited for its next slot: nobody
  // listened to that error, and the process ended. The same for a stop without a database.
  ["an error of the ledger during a create does not end the process", 6, 200, "faults"],
  ["a stop while the database is away still stops", 19, 200, "faults"],
  // Intents outlived their moment: new slots were a second away, and a card left more than a second after the opt-out.
  ["an opt-out acts within a second", 221, 200, "respect"],
  // Whoever resumed a broadcast with a faulty message closed the tenant's breaker, and what that had paused stayed paused.
  ["what a breaker had paused goes on when it is closed through another broadcast", 800, 100, "faults"],
  ["the same, with three broadcasts", 943, 100, "faults"],
  // Lanes that had created conversations found all slots taken, by each other's creates; they gave back what they had, and
  // created it again, for minutes.
  ["what has been created waits for slots to post", 570, 2_000, "faults"],
  ["the same, at another rate", 160, 2_000, "faults"],
  // Claims waited for slots, for seconds, while the cancel swept only what nobody had claimed.
  ["a cancel acts within two seconds on what waits for a slot, too", 976, 2_000, "respect"],
];

describe("what once went wrong", () => {
  test.each(STORIES)("%s", async (_story, seed, people, mode) => {
    const { violations } = await simulate(seed, { people, mode });
    expect(violations).toEqual([]);
  });
});
