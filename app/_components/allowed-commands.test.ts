// What the report offers must be what the life cycle allows, or people press buttons that only ever refuse.
import { expect, test } from "vitest";

import type { BroadcastPurpose, BroadcastStatus } from "@/lib/domain/broadcast";
import { countsOf } from "@/lib/domain/report";

import { allowedCommands } from "./allowed-commands";

function offered(purpose: BroadcastPurpose, status: BroadcastStatus, failed = 0): string[] {
  const counts = countsOf([{ status: "FAILED", count: failed }]);
  const allowed = allowedCommands({ purpose, status, counts });
  return Object.entries(allowed).filter(([, may]) => may).map(([name]) => name);
}

test.each<[BroadcastPurpose, BroadcastStatus, string[]]>([
  ["NORMAL", "DRAFT", ["edit", "remove"]],
  ["NORMAL", "SCHEDULED", ["pause", "takeBack", "cancel", "duplicate"]],
  ["NORMAL", "RESOLVING", ["pause", "cancel", "duplicate"]],
  ["NORMAL", "SENDING", ["pause", "cancel", "duplicate"]],
  ["NORMAL", "PAUSED", ["resume", "cancel", "duplicate"]],
  ["NORMAL", "FINISHED", ["duplicate"]],
  ["NORMAL", "CANCELED", ["duplicate"]],
  ["STANDING", "ACTIVE", ["edit", "pause"]],
  ["STANDING", "PAUSED", ["edit", "resume"]],
  ["RECURRING", "ACTIVE", ["edit", "pause", "cancel", "duplicate"]],
  ["RECURRING", "PAUSED", ["edit", "resume", "cancel", "duplicate"]],
  ["RECURRING", "IN_REVIEW", ["takeBack", "cancel", "duplicate"]],
  ["RECURRING", "FINISHED", ["duplicate"]],
  ["RECURRING", "CANCELED", ["duplicate"]],
])("a %s broadcast that is %s offers %j", (purpose, status, commands) => {
  expect(offered(purpose, status)).toEqual(commands);
});

test("retrying is offered only when something failed", () => {
  expect(offered("NORMAL", "FINISHED", 3)).toContain("retry");
  expect(offered("NORMAL", "FINISHED", 0)).not.toContain("retry");
});
