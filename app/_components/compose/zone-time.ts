// A moment as the author types it into <input type="datetime-local">, in the browser's zone. When clocks spring
// forward some times of the day do not exist; a browser would silently shift them, so they are refused instead.
export type LocalTime = { kind: "OK"; date: Date } | { kind: "EMPTY" | "MALFORMED" | "SKIPPED_BY_CLOCKS" };

export function parseLocalTime(value: string): LocalTime {
  if (value === "") return { kind: "EMPTY" };
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return { kind: "MALFORMED" };
  return formatLocalTime(date) === value.slice(0, 16) ? { kind: "OK", date } : { kind: "SKIPPED_BY_CLOCKS" };
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

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
