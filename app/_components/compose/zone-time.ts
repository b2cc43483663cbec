// A moment as the author types it into <input type="datetime-local">, in the browser's zone. When clocks spring forward
// some times of the day do not exist; a browser would silently shift them, so they are refused instead. When clocks go
// back some times happen twice; a browser would silently take the first, so the author is asked.
export type LocalTime =
  | { kind: "OK"; date: Date }
  | { kind: "TWICE"; earlier: Date; later: Date }
  | { kind: "EMPTY" | "MALFORMED" | "SKIPPED_BY_CLOCKS" };

const DAY_MS = 24 * 3_600_000;

export function parseLocalTime(value: string): LocalTime {
  if (value === "") return { kind: "EMPTY" };
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return { kind: "MALFORMED" };
  const [first, second] = momentsShowing(value.slice(0, 16), date);
  if (!first) return { kind: "SKIPPED_BY_CLOCKS" };
  return second ? { kind: "TWICE", earlier: first, later: second } : { kind: "OK", date: first };
}

/** `2026-11-23T09:30`, in the browser's zone. */
export function formatLocalTime(date: Date): string {
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return `${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** The next full hour that is at least half an hour away: a sensible first offer for "later". */
export function suggestTime(now: Date): Date {
  const date = new Date(now.getTime() + 90 * 60_000);
  date.setMinutes(0, 0, 0);
  return date;
}

/** "Central European Summer Time": what the browser's zone is called at that moment. */
export function zoneWords(locale: string, date: Date): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "long" }).formatToParts(date);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

// The moments at which a clock on the wall shows `wall`, in order. Clocks change at most once within the two days
// around it, so the offsets at both ends are the only ones that can hold in between.
function momentsShowing(wall: string, near: Date): Date[] {
  const offsets = [-DAY_MS, DAY_MS].map((ms) => new Date(near.getTime() + ms).getTimezoneOffset());
  const asUtcMs = Date.parse(`${wall}Z`);
  return [...new Set(offsets)]
    .map((minutes) => new Date(asUtcMs + minutes * 60_000))
    .filter((date) => formatLocalTime(date) === wall)
    .sort((a, b) => a.getTime() - b.getTime());
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
