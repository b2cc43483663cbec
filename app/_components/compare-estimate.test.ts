// The report must explain every difference between the number on the button and the audience that was frozen.
import { expect, test } from "vitest";

import type { DeliveryStatus } from "@/lib/domain/delivery";
import type { Estimate } from "@/lib/domain/estimate";
import { countsOf } from "@/lib/domain/report";

import { compareEstimate } from "./compare-estimate";

const estimate: Estimate = {
  total: 250,
  net: 244,
  optedOut: 1,
  needsInstall: 2,
  blocked: 0,
  removed: 0,
  disabled: 0,
  guests: 3,
  places: 0,
  duplicates: 0,
  excluded: 0,
  durationSeconds: 5,
  installSeconds: 0,
  queuedAhead: 0,
  ratePerSecond: 50,
  estimatedAt: "2026-01-01T00:00:00.000Z",
};

function frozen(rows: [DeliveryStatus, string, number][]) {
  const reasons = rows.map(([status, reason, count]) => ({ status, reason, count }));
  return { counts: countsOf(reasons), reasons, installs: null };
}

test("an audience that came out as estimated differs nowhere", () => {
  const lines = compareEstimate(estimate, frozen([
    ["SENT", "", 244],
    ["SKIPPED", "OPTED_OUT", 1],
    ["SKIPPED", "NOT_INSTALLED", 2],
    ["SKIPPED", "GUEST", 3],
  ]));
  expect(lines.every(({ difference }) => difference === 0)).toBe(true);
});

test("one more opt-out is one fewer to send to", () => {
  const lines = compareEstimate(estimate, frozen([
    ["SENT", "", 243],
    ["SKIPPED", "OPTED_OUT", 2],
    ["SKIPPED", "NOT_INSTALLED", 2],
    ["SKIPPED", "GUEST", 3],
  ]));
  expect(lines.filter(({ difference }) => difference !== 0)).toEqual([
    { part: "optedOut", estimated: 1, frozen: 2, difference: 1 },
    { part: "net", estimated: 244, frozen: 243, difference: -1 },
  ]);
});

test("what failed, or was canceled later, was still meant to be sent", () => {
  const lines = compareEstimate(estimate, frozen([
    ["SENT", "", 200],
    ["FAILED", "ConversationBlockedByUser", 4],
    ["SKIPPED", "CANCELED", 40],
    ["SKIPPED", "OPTED_OUT", 1],
    ["SKIPPED", "NOT_INSTALLED", 2],
    ["SKIPPED", "GUEST", 3],
  ]));
  expect(lines.at(-1)).toEqual({ part: "net", estimated: 244, frozen: 244, difference: 0 });
});

test("people who get the app first are compared as such, whether it could be installed or not", () => {
  const installs = { total: 2, waiting: 0, installed: 1, failures: [{ code: "POLICY", count: 1 }] };
  const numbers = frozen([
    ["SENT", "", 245],
    ["SKIPPED", "NOT_INSTALLED", 1],
    ["SKIPPED", "OPTED_OUT", 1],
    ["SKIPPED", "GUEST", 3],
  ]);
  const lines = compareEstimate(estimate, { ...numbers, installs });
  expect(lines.every(({ difference }) => difference === 0)).toBe(true);
});

test("the differences of the parts add up to the difference of the net", () => {
  const lines = compareEstimate(estimate, frozen([["SENT", "", 250], ["SKIPPED", "BLOCKED", 7]]));
  const by = Object.fromEntries(lines.map(({ part, difference }) => [part, difference]));
  const parts = ["optedOut", "needsInstall", "blocked", "removed", "disabled", "guests"].map((part) => by[part] ?? 0);
  expect((by["total"] ?? 0) - parts.reduce((sum, one) => sum + one, 0)).toBe(by["net"]);
});
