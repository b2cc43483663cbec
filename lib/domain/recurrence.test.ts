// The common rhythms and their cron expressions say the same.
import { describe, expect, it } from "vitest";

import { cronOf, recurrenceInputSchema, type RhythmChoice, rhythmOf } from "./recurrence";

const NONE: RhythmChoice = { rhythm: "CRON", time: "09:00", weekday: 1, monthday: "1", cron: "" };

describe("a rhythm", () => {
  it.each<[Partial<RhythmChoice>, string]>([
    [{ rhythm: "DAILY", time: "07:05" }, "5 7 * * *"],
    [{ rhythm: "WEEKDAYS", time: "23:59" }, "59 23 * * 1-5"],
    [{ rhythm: "WEEKLY", weekday: 0 }, "0 9 * * 0"],
    [{ rhythm: "MONTHLY", monthday: "15" }, "0 9 15 * *"],
    [{ rhythm: "MONTHLY", monthday: "L" }, "0 9 L * *"],
    [{ rhythm: "CRON", cron: " 0 9 1-7 * 1 " }, "0 9 1-7 * 1"],
  ])("%j is %j, and back", (choice, cron) => {
    const whole = { ...NONE, ...choice };
    expect(cronOf(whole)).toBe(cron);
    expect(cronOf(rhythmOf(cron))).toBe(cron);
    expect(rhythmOf(cron)).toMatchObject({ rhythm: whole.rhythm });
  });

  const others = ["0 9 15 * 1", "0 9 31 * *", "0 9 05 * *", "*/5 9 * * *", "0 9 * 1 *", "nonsense", ""];
  it.each(others)("is not made up for %j", (cron) => {
    expect(rhythmOf(cron)).toMatchObject({ rhythm: "CRON", cron });
  });
});

describe("a recurrence", () => {
  it.each([
    [{ cron: "0 9 * * 1", zone: "Europe/Berlin" }, true],
    [{ cron: "0 9 * * 1", zone: "Europe/Berlin", endsAt: "2027-01-01T00:00:00Z" }, true],
    [{ cron: "0 9 * * 1", zone: "Europe/Berlin", endsAt: "2027-01-01" }, false],
    [{ cron: "x".repeat(101), zone: "Europe/Berlin" }, false],
    [{ cron: "0 9 * * 1" }, false],
  ])("%j is one: %j", (value, valid) => expect(recurrenceInputSchema.safeParse(value).success).toBe(valid));
});
