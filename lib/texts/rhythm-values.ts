import type { RhythmChoice } from "@/lib/domain/recurrence";

const DAY_MS = 86_400_000;
/** 1 January 2023. */
const SOME_SUNDAY = Date.UTC(2023, 0, 1);

/** What the texts of a rhythm (`recurring.rhythmAt`) are filled with. */
export function rhythmValues(locale: string, { time, weekday, monthday }: RhythmChoice) {
  const say = (at: number, options: Intl.DateTimeFormatOptions) =>
    new Date(at).toLocaleString(locale, { ...options, timeZone: "UTC" });
  return {
    time: say(Date.parse(`2023-01-01T${time}:00Z`), { timeStyle: "short" }),
    weekday: say(SOME_SUNDAY + weekday * DAY_MS, { weekday: "long" }),
    day: monthday,
  };
}
