// The simulation is able to fail: each bug that is planted in it is noticed, by the invariant that it breaks.
import { expect, test } from "vitest";

import { PLANTED_BUGS } from "./planted-bugs";
import { simulate } from "./simulate";

const SEEDS = 40;
const PEOPLE = 150;

test.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))("the simulation notices when %s", async (_name, bug) => {
  let said: string | undefined;
  for (let seed = 1; seed <= SEEDS && said === undefined; seed += 1) {
    const { violations } = await simulate(seed, { people: PEOPLE, bug });
    said = violations[0];
  }
  expect(said).toMatch(bug.noticed);
});
