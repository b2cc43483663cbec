// `npm run threats -- fuzz` found it: a cursor that has the shape of a time, and is none ("5389-53-13T33:46:72.669Z"), went on
// to the database, which refused it, and the API answered 500.
import { expect, test } from "vitest";

import { broadcastsQuery, runsQuery } from "./_query";

const ID = "018f3c2e-7a51-7c35-9d44-0a6a2b6d1c11";
const GOOD = "2026-11-28T17:40:00.000Z";
const BAD = ["5389-53-13T33:46:72.669Z", "2026-02-30T00:00:00.000Z", "2026-01-01T24:00:01.000Z"];

test.each(BAD)("a cursor with the time %s, which never is, is refused", (time) => {
  expect(runsQuery.safeParse({ cursor: time }).success).toBe(false);
  expect(broadcastsQuery.safeParse({ cursor: `${time}~${ID}` }).success).toBe(false);
});

test.each(["-".repeat(36), "b-3-1--e--c-18-38f0-fb9-8-d--7--e000"])("a cursor with the id %s is refused", (id) => {
  expect(broadcastsQuery.safeParse({ cursor: `${GOOD}~${id}` }).success).toBe(false);
});

test("a cursor that Herald has given is taken", () => {
  expect(runsQuery.safeParse({ cursor: GOOD }).success).toBe(true);
  expect(broadcastsQuery.safeParse({ cursor: `${GOOD}~${ID}` }).success).toBe(true);
});
