// Wall-clock times around the changes of the clocks.
import { describe, expect, test } from "vitest";

import { resolveLocalTime } from "./local-time";

describe("a time on the wall", () => {
  test.each([
    ["2026-12-24T09:00", "Europe/Berlin", "2026-12-24T08:00:00.000Z"],
    ["2026-07-01T09:00", "America/New_York", "2026-07-01T13:00:00.000Z"],
    ["2026-07-01T09:00:00", "Asia/Kolkata", "2026-07-01T03:30:00.000Z"],
  ])("%s in %s is %s", (local, zone, instant) => {
    expect(resolveLocalTime(local, zone)).toEqual({ at: new Date(instant) });
  });

  test("is refused when the clocks skip it", () => {
    const skipped = resolveLocalTime("2026-03-29T02:30", "Europe/Berlin");
    expect(skipped).toMatchObject({ problem: expect.stringContaining("does not exist") });
  });

  test("asks which one is meant when it happens twice", () => {
    const twice = resolveLocalTime("2026-10-25T02:30", "Europe/Berlin");
    expect(twice).toMatchObject({ problem: expect.stringContaining("EARLIER or LATER") });
    expect(resolveLocalTime("2026-10-25T02:30", "Europe/Berlin", "EARLIER")).toEqual({ at: new Date("2026-10-25T00:30:00Z") });
    expect(resolveLocalTime("2026-10-25T02:30", "Europe/Berlin", "LATER")).toEqual({ at: new Date("2026-10-25T01:30:00Z") });
  });

  test("that is none is refused", () => {
    expect(resolveLocalTime("2026-13-01T09:00", "Europe/Berlin")).toHaveProperty("problem");
  });
});
