// The timeline must agree with the status in every state, whatever times earlier tries have left in the row.
import { expect, test } from "vitest";

import type { BroadcastStatus } from "@/lib/domain/broadcast";

import { stagesOf } from "./stage-timeline";

const TIMES = {
  createdAt: "2026-11-23T09:00:00.000Z",
  scheduledAt: "2026-11-23T10:00:00.000Z",
  resolvingAt: "2026-11-23T10:00:00.400Z",
  freezingAt: "2026-11-23T10:00:00.400Z",
  sendingAt: "2026-11-23T10:00:02.400Z",
  finishedAt: "2026-11-23T10:05:02.400Z",
  groups: [],
  installs: null,
  review: null,
};
const GROUP = { id: "g", name: "Sales", members: 3, readAt: "2026-11-23T10:00:01.000Z", rest: null };
type Change = Partial<Parameters<typeof stagesOf>[0]>;

function look(status: BroadcastStatus, change: Change = {}): string {
  const stages = stagesOf({ ...TIMES, status, resumeStatus: null, ...change });
  return stages.map(({ name, mark, at }) => `${name} ${mark}${at === null ? "" : " at"}`).join(", ");
}

test.each<[BroadcastStatus, Change, string]>([
  ["DRAFT", {}, "written CURRENT at, scheduled COMING, frozen COMING, sending COMING, finished COMING"],
  ["SCHEDULED", {}, "written DONE at, scheduled CURRENT at, frozen COMING, sending COMING, finished COMING"],
  ["RESOLVING", {}, "written DONE at, scheduled DONE at, frozen CURRENT at, sending COMING, finished COMING"],
  ["SENDING", {}, "written DONE at, scheduled DONE at, frozen DONE at, sending CURRENT at, finished COMING"],
  ["FINISHED", {}, "written DONE at, scheduled DONE at, frozen DONE at, sending DONE at, finished DONE at"],
])("a broadcast that is %s, with %o, shows: %s", (status, change, shown) => {
  expect(look(status, change)).toBe(shown);
});

test("a paused broadcast is held in the stage where it will resume", () => {
  const resumed = look("PAUSED", { resumeStatus: "SENDING", finishedAt: null });
  expect(resumed).toContain("frozen DONE at, sending HELD at, finished COMING");
  expect(look("PAUSED", { resumeStatus: "SCHEDULED" })).toContain("scheduled HELD at, frozen COMING");
});

test("a broadcast canceled before it began shows no stage that never was", () => {
  const change = { resolvingAt: null, sendingAt: null };
  expect(look("CANCELED", change)).toBe("written DONE at, scheduled DONE at, canceled STOPPED at");
});

test("canceling is under way until nothing is open any more", () => {
  expect(look("CANCELED", { finishedAt: null })).toMatch(/canceled CURRENT$/);
});

test("a failed broadcast ends without a time of sending", () => {
  expect(look("FAILED", { sendingAt: null, finishedAt: null })).toBe(
    "written DONE at, scheduled DONE at, frozen DONE at, failed STOPPED",
  );
});

test("each stage says how long after the one before it came", () => {
  const stages = stagesOf({ ...TIMES, status: "FINISHED", resumeStatus: null });
  expect(stages.map(({ afterMs }) => afterMs)).toEqual([null, 3_600_000, 400, 2_000, 300_000]);
});

test("a broadcast canceled before its time has no length of time below zero", () => {
  const canceled = stagesOf({
    ...TIMES, status: "CANCELED", resumeStatus: null, resolvingAt: null, sendingAt: null, finishedAt: TIMES.createdAt,
  });
  expect(canceled.at(-1)?.afterMs).toBeNull();
});

test("groups are read before the audience is frozen", () => {
  const reading = { groups: [GROUP], freezingAt: null, sendingAt: null, finishedAt: null };
  expect(look("RESOLVING", reading)).toBe(
    "written DONE at, scheduled DONE at, reading CURRENT at, frozen CURRENT, sending COMING, finished COMING",
  );
  expect(look("FINISHED", { groups: [GROUP] })).toContain("reading DONE at, frozen DONE at, sending DONE at");
});

test("installing the app is a stage of its own beside the sending", () => {
  const installs = { total: 40, waiting: 12, installed: 28, failures: [] };
  expect(look("SENDING", { installs })).toContain("sending CURRENT at, installing CURRENT, finished COMING");
  expect(look("PAUSED", { installs, resumeStatus: "SENDING" })).toContain("sending HELD at, installing HELD");
  const settled = { installs: { ...installs, waiting: 0 } };
  expect(look("FINISHED", settled)).toContain("sending DONE at, installing DONE, finished DONE at");
  expect(look("SENDING", { installs: { ...installs, total: 0 } })).not.toContain("installing");
});

test("an approval is a stage of its own, with how long it took", () => {
  const asked = {
    round: 1, requestedAt: "2026-11-23T09:10:00.000Z", requestedName: "Amelia", reasons: [], people: 5, open: true,
    approvedAt: null, needed: 1, given: 0, waitingFor: [], decisions: [],
  };
  expect(look("IN_REVIEW", { review: asked })).toMatch(/^written DONE at, review CURRENT at, scheduled COMING/);
  const review = { ...asked, open: false, approvedAt: "2026-11-23T09:12:00.000Z" };
  expect(look("SCHEDULED", { review })).toMatch(/^written DONE at, approved DONE at, scheduled CURRENT at/);
  const stages = stagesOf({ ...TIMES, status: "FINISHED", resumeStatus: null, review });
  expect(stages.find(({ name }) => name === "approved")?.afterMs).toBe(120_000);
  const decision = {
    name: "Bruno", decision: "REJECTED", comment: "No.", revision: 1, current: true, at: "2026-11-23T09:13:00.000Z",
  } as const;
  const back = { ...asked, open: false, decisions: [decision] };
  expect(look("DRAFT", { review: back })).toMatch(/^written CURRENT at, rejected STOPPED at, scheduled COMING/);
  const takenBack = { ...back, decisions: [{ ...decision, current: false }] };
  expect(look("DRAFT", { review: takenBack })).toMatch(/^written CURRENT at, scheduled COMING/);
});
