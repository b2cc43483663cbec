"use client";

// A moment in time: relative while recent, else in the viewer's zone; the UTC time is in the tooltip.
import { useFormatter, useNow } from "use-intl";

const RECENT_MS = 6 * 60 * 60 * 1000;
const TICK_MS = 10_000;

type Props = { at: string; /** Always the date and time, even if recent. */ exact?: boolean };

export function When({ at, exact = false }: Props) {
  const format = useFormatter();
  const now = useNow({ updateInterval: TICK_MS });
  const date = new Date(at);
  const recent = !exact && Math.abs(now.getTime() - date.getTime()) < RECENT_MS;
  // A server a second ahead of this browser must not make things happen "in 1 second".
  const capped = !exact && date > now && date.getTime() - now.getTime() < TICK_MS ? now : date;
  return (
    <time dateTime={at} title={utcOf(date)} suppressHydrationWarning>
      {recent ? format.relativeTime(capped, now) : format.dateTime(date, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}

export function utcOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
