// A length of time in its two largest units, as one says it: "2 days 4 hours", "3 minutes 12 seconds", "0.4 seconds".
export type DurationUnit = "day" | "hour" | "minute" | "second";
export type DurationPart = { value: number; unit: DurationUnit };

const SECONDS: [DurationUnit, number][] = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
/** Below this, tenths of a second tell something. */
const TENTHS_BELOW_MS = 10_000;

/** At least one part; nothing below zero. */
export function durationParts(ms: number): DurationPart[] {
  if (ms < TENTHS_BELOW_MS) return [{ value: Math.max(0, Math.round(ms / 100) / 10), unit: "second" }];
  let rest = Math.round(ms / 1000);
  const parts = SECONDS.map(([unit, size]) => {
    const value = Math.floor(rest / size);
    rest -= value * size;
    return { value, unit };
  });
  const first = parts.findIndex(({ value }) => value > 0);
  return parts.slice(first, first + 2).filter(({ value }) => value > 0);
}
