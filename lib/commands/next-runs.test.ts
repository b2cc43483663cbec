// When a recurring broadcast runs: on the wall clock of its zone, whatever the clocks do.
import { describe, expect, it } from "vitest";

import type { Recurrence, RecurrenceProblem } from "@/lib/domain/recurrence";

import { nextRunAt, nextRuns } from "./next-runs";

const BERLIN: Recurrence = { cron: "0 9 * * *", zone: "Europe/Berlin", startsAt: null, endsAt: null };
const at = (text: string) => new Date(text);

function timesOf(change: Partial<Recurrence>, after: string, count = 3): string[] {
  const next = nextRuns({ ...BERLIN, ...change }, at(after), count);
  if ("problem" in next) return [next.problem];
  return next.runs.map((run) => `${run.at.toISOString().slice(0, 16)}${run.note ? ` ${run.note}` : ""}`);
}

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
    expect(nextRunAt({ ...BERLIN, endsAt: at("2027-01-01T00:00:00Z") }, at("2027-01-02T00:00:00Z"))).toBeNull();
  });
});
