// A local time is one moment: hours that the clocks skip are refused, and hours that come twice are asked about.
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { formatLocalTime, parseLocalTime, suggestTime, zoneWords } from "./zone-time";

describe("a time typed in Berlin", () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env["TZ"];
    process.env["TZ"] = "Europe/Berlin";
  });
  afterEach(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  test("means that moment in Berlin", () => {
    const parsed = parseLocalTime("2026-11-23T09:30");
    expect(parsed).toEqual({ kind: "OK", date: new Date("2026-11-23T08:30:00Z") });
  });

  test("is refused when the clocks leave it out", () => {
    expect(parseLocalTime("2026-03-29T02:30")).toEqual({ kind: "SKIPPED_BY_CLOCKS" });
    expect(parseLocalTime("2026-03-29T03:00").kind).toBe("OK");
  });

  test("that happens twice is asked about", () => {
    expect(parseLocalTime("2026-10-25T02:30")).toEqual({
      kind: "TWICE",
      earlier: new Date("2026-10-25T00:30:00Z"),
      later: new Date("2026-10-25T01:30:00Z"),
    });
  });

  const ONCE = ["2026-10-25T01:59", "2026-10-25T03:00", "2026-10-24T02:30", "2026-10-26T02:30"];
  test.each(ONCE)("happens once at %s", (time) => {
    expect(parseLocalTime(time).kind).toBe("OK");
  });

  test("is in a zone that has a name, which changes with the season", () => {
    expect(zoneWords("en", new Date("2026-11-23T12:00:00Z"))).toBe("Central European Standard Time");
    expect(zoneWords("de", new Date("2026-07-23T12:00:00Z"))).toBe("Mitteleuropäische Sommerzeit");
  });

  test("is offered as a full hour that lies ahead", () => {
    const now = new Date("2026-11-23T08:40:00Z");
    const offered = suggestTime(now);
    expect(formatLocalTime(offered)).toBe("2026-11-23T11:00");
    expect(offered > now).toBe(true);
  });
});

test.each([["", "EMPTY"], ["soon", "MALFORMED"], ["2026-13-45T99:99", "MALFORMED"]])("%j is %s", (value, kind) => {
  expect(parseLocalTime(value).kind).toBe(kind);
});
