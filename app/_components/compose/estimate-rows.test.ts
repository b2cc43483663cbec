// The rows of an estimate add up, whatever is in them.
import { describe, expect, test } from "vitest";

import { type Estimate, reachOf } from "@/lib/domain/estimate";

import { type EstimateRow, rowsOf } from "./estimate-rows";

const ESTIMATE: Estimate = {
  total: 100,
  net: 60,
  optedOut: 5,
  needsInstall: 20,
  blocked: 4,
  removed: 3,
  disabled: 2,
  guests: 6,
  places: 1,
  duplicates: 9,
  excluded: 30,
  durationSeconds: 12,
  installSeconds: 40,
  queuedAhead: 0,
  ratePerSecond: 5,
  estimatedAt: "2026-01-01T00:00:00.000Z",
};

function expectToAddUp(rows: readonly EstimateRow[]): void {
  let left = 0;
  for (const { how, count } of rows) {
    if (how === "START") left = count;
    if (how === "LESS") left -= count;
    if (how === "SUM") expect(count).toBe(left);
  }
  const parts = rows.filter(({ how }) => how === "OF").reduce((sum, { count }) => sum + count, 0);
  if (parts > 0) expect(parts).toBe(left);
}

describe("the rows of an estimate", () => {
  test.each(["SKIP", "INSTALL"] as const)("add up from who is named to who gets it (%s)", (onMissing) => {
    expectToAddUp(rowsOf(ESTIMATE, onMissing));
    expectToAddUp(rowsOf({ ...ESTIMATE, excluded: 0, guests: 0, net: 66 }, onMissing));
  });

  test("name everybody who is left out, and nothing that is not there", () => {
    expect(rowsOf({ ...ESTIMATE, excluded: 0, disabled: 0, net: 62 }, "SKIP").map(({ part }) => part))
      .toEqual(["total", "optedOut", "needsInstall", "blocked", "removed", "guests", "net"]);
  });

  test("count who gets the app first among those who get it", () => {
    expect([reachOf(ESTIMATE, "SKIP"), reachOf(ESTIMATE, "INSTALL")]).toEqual([60, 80]);
    expect(rowsOf(ESTIMATE, "INSTALL").slice(-2).map(({ part, count }) => [part, count]))
      .toEqual([["atOnce", 60], ["afterInstall", 20]]);
  });
});
