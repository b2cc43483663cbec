// When a recurring broadcast runs: on the wall clock of its zone, whatever the clocks do.
import { IANAZone } from "luxon";
import { describe, expect, it } from "vitest";

import type { Recurrence, RecurrenceProblem } from "@/lib/domain/recurrence";

import { nextRunAt, nextRuns } from "./next-runs";

const BERLIN: Recurrence = { cron: "0 9 * * *", zone: "Europe/Berlin", startsAt: null, endsAt: null };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (text: string) => new Date(text);

function timesOf(change: Partial<Recurrence>, after: string, count = 3): string[] {
  const next = nextRuns({ ...BERLIN, ...change }, at(after), count);
  if ("problem" in next) return [next.problem];
  return next.runs.map((run) => `${run.at.toISOString().slice(0, 16)}${run.note ? ` ${run.note}` : ""}`);
}

// Every change of every zone in a year, each hour: nothing runs twice, and what is left out is all that is missing.
it("come once at each hour that the clocks of a zone show, and as much later as they leave out", () => {
  const changes = new Set<string>();
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const offsetAt = (time: number) => IANAZone.create(zone).offset(time);
    for (let week = Date.UTC(2026, 11, 1), before = offsetAt(week); week < Date.UTC(2027, 11, 31); week += 7 * DAY_MS) {
      const after = offsetAt(week + 7 * DAY_MS);
      const change = `${week} ${before} ${after}`;
      if (before !== after && !changes.has(change)) {
        changes.add(change);
        let time = week;
        while (offsetAt(time + DAY_MS) === before) time += DAY_MS;
        const next = nextRuns({ ...BERLIN, cron: "15 * * * *", zone }, new Date(time - 12 * HOUR_MS), 48);
        const walls = ("runs" in next ? next.runs : []).map((run) => run.at.getTime() + offsetAt(run.at.getTime()) * 60_000);
        const steps = walls.slice(1).map((wall, index) => (wall - (walls[index] ?? 0)) / HOUR_MS);
        expect([zone, steps.length, steps.filter((step) => step <= 0)]).toEqual([zone, 47, []]);
        expect([zone, steps.filter((step) => step > 1).length <= 1]).toEqual([zone, true]);
      }
      before = after;
    }
  }
  expect(changes.size).toBeGreaterThan(20);
});

describe("runs", () => {
  it.each<[string, Partial<Recurrence>, string, string[]]>([
    ["stay at nine when summer begins", {}, "2027-03-27T00:00:00Z", ["2027-03-27T08:00", "2027-03-28T07:00", "2027-03-29T07:00"]],
    ["stay at nine when summer ends", {}, "2027-10-30T00:00:00Z", ["2027-10-30T07:00", "2027-10-31T08:00", "2027-11-01T08:00"]],
    [
      "come an hour later on a day that has no such time",
      { cron: "30 2 * * *" }, "2027-03-27T00:00:00Z",
      ["2027-03-27T01:30", "2027-03-28T01:30 CLOCKS_FORWARD", "2027-03-29T00:30"],
    ],
    [
      "come once on a day that has the time twice, and first",
      { cron: "30 2 * * *" }, "2027-10-30T00:00:00Z",
      ["2027-10-30T00:30", "2027-10-31T00:30 CLOCKS_BACK", "2027-11-01T01:30"],
    ],
    ["come once when two times fall together", { cron: "30 2,3 * * *" }, "2027-03-28T00:00:00Z", [
      "2027-03-28T01:30", "2027-03-29T00:30", "2027-03-29T01:30",
    ]],
    [
      "skip the weekend", { cron: "0 9 * * 1-5" }, "2027-01-08T00:00:00Z",
      ["2027-01-08T08:00", "2027-01-11T08:00", "2027-01-12T08:00"],
    ],
    [
      "come on the last day of each month", { cron: "0 9 L * *" }, "2027-01-31T08:00:00Z",
      ["2027-02-28T08:00", "2027-03-31T07:00", "2027-04-30T07:00"],
    ],
    [
      "are those after the moment, not at it", {}, "2027-01-08T08:00:00Z",
      ["2027-01-09T08:00", "2027-01-10T08:00", "2027-01-11T08:00"],
    ],
    [
      "begin exactly at the start", { startsAt: at("2027-02-01T08:00:00Z") }, "2027-01-08T08:00:00Z",
      ["2027-02-01T08:00", "2027-02-02T08:00", "2027-02-03T08:00"],
    ],
    [
      "end exactly at the end", { endsAt: at("2027-01-10T08:00:00Z") }, "2027-01-08T08:00:00Z",
      ["2027-01-09T08:00", "2027-01-10T08:00"],
    ],
    ["are none after the end", { endsAt: at("2027-01-08T08:00:00Z") }, "2027-01-08T08:00:00Z", ["PAST"]],
    // The library that reads the expression found no run at all behind this change, and the broadcast ended without a word.
    ["go on behind a change by half an hour", { zone: "Australia/Lord_Howe" }, "2027-04-03T00:00:00Z", [
      "2027-04-03T22:30", "2027-04-04T22:30", "2027-04-05T22:30",
    ]],
    [
      "come half an hour later where that much is left out",
      { zone: "Australia/Lord_Howe", cron: "15 2 * * *" }, "2027-10-01T16:00:00Z",
      ["2027-10-02T15:45 CLOCKS_FORWARD", "2027-10-03T15:15", "2027-10-04T15:15"],
    ],
    [
      "come two hours later where that much is left out, and in order",
      { zone: "Antarctica/Troll", cron: "30 1,2 * * *" }, "2027-03-27T12:00:00Z",
      ["2027-03-28T01:30 CLOCKS_FORWARD", "2027-03-28T02:30 CLOCKS_FORWARD", "2027-03-28T23:30"],
    ],
    [
      "come on the next day where the last hour of one is left out",
      { zone: "America/Godthab", cron: "30 23 * * *" }, "2027-03-27T12:00:00Z",
      ["2027-03-28T01:30 CLOCKS_FORWARD", "2027-03-29T00:30", "2027-03-30T00:30"],
    ],
    [
      "come once at half past two in autumn, each hour too",
      { cron: "30 * * * *" }, "2027-10-30T23:00:00Z",
      ["2027-10-30T23:30", "2027-10-31T00:30 CLOCKS_BACK", "2027-10-31T02:30"],
    ],
    ["come once an hour when summer begins", { cron: "30 * * * *" }, "2027-03-28T00:00:00Z", [
      "2027-03-28T00:30", "2027-03-28T01:30", "2027-03-28T02:30",
    ]],
  ])("%s", (_case, change, after, times) => expect(timesOf(change, after)).toEqual(times));

  it.each<[cron: string, zone: string, RecurrenceProblem]>([
    ["0 9 * *", "UTC", "FIELDS"],
    ["0 0 9 * * *", "UTC", "FIELDS"],
    ["", "UTC", "FIELDS"],
    ["@daily", "UTC", "FIELDS"],
    ["H 9 * * *", "UTC", "MALFORMED"],
    ["0 H(9-17) * * *", "UTC", "MALFORMED"],
    ["0 24 * * *", "UTC", "MALFORMED"],
    ["a b c d e", "UTC", "MALFORMED"],
    ["*/30 9 * * *", "UTC", "TOO_OFTEN"],
    ["* * * * *", "UTC", "TOO_OFTEN"],
    ["0 0 31 2 *", "UTC", "NEVER"],
    ["0 9 * * *", "Middle/Earth", "ZONE"],
    ["0 9 * * *", "", "ZONE"],
  ])("%j in %j have the problem %s", (cron, zone, problem) => {
    expect(nextRuns({ ...BERLIN, cron, zone }, at("2027-01-01T00:00:00Z"), 5)).toEqual({ problem });
  });

  it.each(["0 9 * * THU", "0 9 * MAR,SEP 1#1", "0 */2 * * *"])("%j is fine", (cron) => {
    expect(nextRuns({ ...BERLIN, cron }, at("2027-01-01T00:00:00Z"), 5)).toHaveProperty("runs.length", 5);
  });

  it("are no more when the end has come", () => {
    expect(nextRunAt({ ...BERLIN, endsAt: at("2027-01-01T00:00:00Z") }, at("2027-01-02T00:00:00Z"))).toBe("PAST");
  });
});
