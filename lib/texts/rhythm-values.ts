import type { RhythmChoice } from "@/lib/domain/recurrence";

/** The day's name; 0 is Sunday, as cron has it. */
export function weekdayName(locale: string, weekday: number): string {
  // The first of January 2023 was a Sunday.
  return new Date(Date.UTC(2023, 0, 1 + weekday)).toLocaleString(locale, { weekday: "long", timeZone: "UTC" });
}

/** What the texts of a rhythm (`recurring.rhythmAt`) are filled with. */
export function rhythmValues(locale: string, { time, weekday, monthday }: RhythmChoice) {
  return {
    time: new Date(`2023-01-01T${time}:00Z`).toLocaleString(locale, { timeStyle: "short", timeZone: "UTC" }),
    weekday: weekdayName(locale, weekday),
    day: monthday,
  };
}
