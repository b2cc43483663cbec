// Teams' limits for one conversation.
import { describe, expect, test } from "vitest";

import { createConversationLimits } from "./conversation-limits";

/** How many of `count` requests, one each `everyMs`, pass at once. */
function passed(count: number, everyMs: number): number {
  const limits = createConversationLimits();
  return Array.from({ length: count }, (_, i) => limits.take("a", i * everyMs)).filter((wait) => wait === 0).length;
}

describe("a conversation", () => {
  test("takes seven requests in a second and eight in two", () => {
    expect(passed(20, 10)).toBe(7);
    expect(passed(20, 100)).toBe(8);
  });

  test("takes sixty in half a minute", () => {
    expect(passed(100, 280)).toBe(60);
  });

  test("takes 1800 in an hour", () => {
    expect(passed(3_600, 999)).toBe(1_800);
  });

  test("says how long to wait, and takes the request then", () => {
    const limits = createConversationLimits();
    for (let i = 0; i < 7; i += 1) limits.take("a", 0);
    expect(limits.take("a", 400)).toBe(850);
    expect(limits.take("a", 1_250)).toBe(0);
  });

  // Seven at a time, each time forgotten when the next seven came.
  test("takes sixty in half a minute when they come in bursts", () => {
    const limits = createConversationLimits();
    let taken = 0;
    for (let ms = 0; ms < 30_000; ms += 2_251) {
      for (let i = 0; i < 7; i += 1) if (limits.take("a", ms) === 0) taken += 1;
    }
    expect(taken).toBe(60);
  });

  test("does not wait for another conversation", () => {
    const limits = createConversationLimits();
    for (let i = 0; i < 7; i += 1) limits.take("a", 0);
    expect(limits.take("b", 0)).toBe(0);
  });
});
