// The life of a broadcast as designed: every status can be reached, and nothing comes back from the end.
import { describe, expect, it } from "vitest";

import {
  BROADCAST_MOVES,
  BROADCAST_STATUSES,
  broadcastInputSchema,
  type BroadcastStatus,
  canMove,
  STANDING_MOVES,
  TEST_MOVES,
} from "./broadcast";

function reachable(from: BroadcastStatus, moves: Partial<Record<BroadcastStatus, readonly BroadcastStatus[]>>) {
  const seen = new Set<BroadcastStatus>([from]);
  for (const status of seen) for (const next of moves[status] ?? []) seen.add(next);
  return seen;
}

describe("a normal broadcast", () => {
  it("can reach every status but the standing one", () => {
    const normal = BROADCAST_STATUSES.filter((status) => status !== "ACTIVE");
    expect([...reachable("DRAFT", BROADCAST_MOVES)].sort()).toEqual(normal.sort());
  });

  it("ends in CANCELED alone: FINISHED may send again by retry", () => {
    const ends = BROADCAST_STATUSES.filter((status) => status !== "ACTIVE" && BROADCAST_MOVES[status].length === 0);
    expect(ends).toEqual(["CANCELED"]);
    expect(BROADCAST_MOVES.FINISHED).toEqual(["SENDING"]);
  });

  it("can be canceled from every state before FINISHED", () => {
    for (const status of reachable("DRAFT", BROADCAST_MOVES)) {
      expect(canMove("NORMAL", status, "CANCELED"), status).toBe(!["FINISHED", "CANCELED"].includes(status));
    }
  });

  it.each<[BroadcastStatus, BroadcastStatus, boolean]>([
    ["DRAFT", "SENDING", false],
    ["SCHEDULED", "DRAFT", true],
    ["RESOLVING", "FAILED", true],
    ["SENDING", "FAILED", false],
    ["SENDING", "DRAFT", false],
    ["PAUSED", "FINISHED", false],
    ["FINISHED", "DRAFT", false],
  ])("%s to %s: %s", (from, to, allowed) => expect(canMove("NORMAL", from, to)).toBe(allowed));
});

describe("a test", () => {
  it("is never a draft nor in review, however it moves, and is not sent again when it failed", () => {
    const life = ["CANCELED", "FAILED", "FINISHED", "PAUSED", "RESOLVING", "SCHEDULED", "SENDING"];
    expect([...reachable("SCHEDULED", TEST_MOVES)].sort()).toEqual(life);
    expect(TEST_MOVES.FAILED).toEqual(["CANCELED"]);
  });

  it("moves where a normal one may, and else nowhere", () => {
    for (const [from, to] of BROADCAST_STATUSES.flatMap((from) => (TEST_MOVES[from] ?? []).map((to) => [from, to] as const))) {
      expect(canMove("NORMAL", from, to)).toBe(true);
    }
  });
});

describe("a standing broadcast", () => {
  it("is active or paused, and never ends", () => {
    expect([...reachable("ACTIVE", STANDING_MOVES)].sort()).toEqual(["ACTIVE", "PAUSED"]);
    expect(canMove("STANDING", "PAUSED", "SENDING")).toBe(false);
    expect(canMove("STANDING", "CANCELED", "ACTIVE")).toBe(false);
  });
});

describe("what creates a broadcast", () => {
  const message = { kind: "WELCOME" };
  it.each<[string, unknown, boolean]>([
    ["a message alone", { message }, true],
    ["nothing", {}, false],
    ["an unknown key", { message, status: "SENDING" }, false],
    ["an audience not chosen yet", { message, audience: null }, true],
    ["an unknown audience", { message, audience: { kind: "EVERYBODY" } }, false],
    ["a malformed topic", { message, topic: "Company News" }, false],
    ["an unknown policy", { message, onUnknown: "MAYBE" }, false],
  ])("%s", (_case, input, valid) => expect(broadcastInputSchema.safeParse(input).success).toBe(valid));
});
