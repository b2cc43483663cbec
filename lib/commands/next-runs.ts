// When a recurring broadcast runs. The wall clock of its zone counts: at 9:00 it stays 9:00 when the clocks change. A time
// that the clocks leave out runs an hour later on that day; one that happens twice runs the first time only.
import { CronExpressionParser } from "cron-parser";
import { DateTime, IANAZone } from "luxon";

import type { Recurrence, RecurrenceProblem, RunNote } from "@/lib/domain/recurrence";

export type Run = { at: Date; note: RunNote | null };
export type NextRuns = { runs: Run[] } | { problem: RecurrenceProblem };

/** The first `count` runs after `after`; fewer when the end comes before. */
export function nextRuns({ cron, zone, startsAt, endsAt }: Recurrence, after: Date, count: number): NextRuns {
  const problem = findProblem(cron, zone);
  if (problem) return { problem };
  // A run exactly at the start is one, and the library looks for runs after a moment only.
  const from = startsAt && startsAt > after ? new Date(startsAt.getTime() - 1) : after;
  const expression = CronExpressionParser.parse(cron, { tz: zone, currentDate: from });
  const times = expression.take(count).map((time) => time.toDate());
  if (times.length === 0) return { problem: "NEVER" };
  const runs = times.filter((at) => !endsAt || at <= endsAt);
  if (runs.length === 0) return { problem: "PAST" };
  return { runs: runs.map((at) => ({ at, note: noteOf(at, zone, expression.fields.hour.values) })) };
}

/** The next run, or null when none is left. */
export function nextRunAt(recurrence: Recurrence, after: Date): Date | null {
  const next = nextRuns(recurrence, after, 1);
  return "problem" in next ? null : (next.runs[0]?.at ?? null);
}

function findProblem(cron: string, zone: string): RecurrenceProblem | undefined {
  if (!IANAZone.isValidZone(zone)) return "ZONE";
  // The library fills fields up from the left, takes seconds, and takes words for whole expressions.
  if (cron.trim().split(/\s+/).length !== 5) return "FIELDS";
  // "H" is a minute of chance, which nobody could be told.
  if (/(^|[^a-z])h/i.test(cron)) return "MALFORMED";
  try {
    const { minute } = CronExpressionParser.parse(cron, { tz: zone }).fields;
    return minute.values.length === 1 ? undefined : "TOO_OFTEN";
  } catch (error) {
    if (error instanceof Error) return /day of month definition/.test(error.message) ? "NEVER" : "MALFORMED";
    throw error;
  }
}

function noteOf(at: Date, zone: string, hours: readonly number[]): RunNote | null {
  const local = DateTime.fromJSDate(at, { zone });
  if (!hours.includes(local.hour)) return "CLOCKS_FORWARD";
  return local.getPossibleOffsets().length > 1 ? "CLOCKS_BACK" : null;
}
