// When a recurring broadcast runs. The wall clock of its zone counts: at 9:00 it stays 9:00 when the clocks change. A time
// that the clocks leave out runs as much later as they leave out; one that happens twice runs the first time only. The library
// reads the expression and knows no zone: near a change it skips runs, doubles them, or finds none behind it.
import { type CronExpression, CronExpressionParser } from "cron-parser";
import { IANAZone } from "luxon";

import type { Recurrence, RecurrenceProblem, RunNote } from "@/lib/domain/recurrence";

export type Run = { at: Date; note: RunNote | null };
export type NextRuns = { runs: Run[] } | { problem: RecurrenceProblem };

const MINUTE_MS = 60_000;
/** More than lies between UTC and any zone, and less than between two changes of one. */
const CHANGE_MS = 2 * 86_400_000;

/** The first `count` runs after `after`; fewer when the end comes before. */
export function nextRuns({ cron, zone, startsAt, endsAt }: Recurrence, after: Date, count: number): NextRuns {
  const problem = findProblem(cron, zone);
  if (problem) return { problem };
  // A run exactly at the start is one, and the library looks for runs after a moment only.
  const from = startsAt && startsAt > after ? new Date(startsAt.getTime() - 1) : after;
  const found = findRuns(cron, IANAZone.create(zone), from, count);
  if (found.length === 0) return { problem: "NEVER" };
  const runs = found.filter(({ at }) => !endsAt || at <= endsAt);
  return runs.length === 0 ? { problem: "PAST" } : { runs };
}

/** The next run; PAST when none is left, and any other problem when none can be found. */
export function nextRunAt(recurrence: Recurrence, after: Date): Date | RecurrenceProblem {
  const next = nextRuns(recurrence, after, 1);
  return "problem" in next ? next.problem : (next.runs[0]?.at ?? "NEVER");
}

/** From the times on the wall, one after the other, as if they were UTC. */
function findRuns(cron: string, zone: IANAZone, from: Date, count: number): Run[] {
  const time = from.getTime();
  // What the clocks have just left out may still come.
  const begin = time + Math.min(zone.offset(time), zone.offset(time - CHANGE_MS)) * MINUTE_MS;
  const times = CronExpressionParser.parse(cron, { tz: "UTC", currentDate: new Date(begin) });
  const found = new Map<number, Run>();
  for (let wall = nextTime(times); wall !== undefined; wall = nextTime(times)) {
    const run = runAt(wall, zone);
    const isLeftOut = run.note === "CLOCKS_FORWARD";
    const at = run.at.getTime();
    // One that was left out may fall together with the next.
    if (at > time && !(isLeftOut && found.has(at))) found.set(at, run);
    // Only what was left out may come behind what follows it.
    if (!isLeftOut && [...found.keys()].filter((one) => one <= at).length >= count) break;
  }
  return [...found.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(0, count);
}

function nextTime(times: CronExpression): number | undefined {
  return times.take(1)[0]?.getTime();
}

/** When the clocks of a zone show a time first. */
function runAt(wall: number, zone: IANAZone): Run {
  const [before, after] = [zone.offset(wall - CHANGE_MS), zone.offset(wall + CHANGE_MS)];
  const shown = [...new Set([before, after])]
    .map((offset) => ({ offset, time: wall - offset * MINUTE_MS }))
    .filter(({ offset, time }) => zone.offset(time) === offset)
    .map(({ time }) => time);
  if (shown.length === 0) return { at: new Date(wall - before * MINUTE_MS), note: "CLOCKS_FORWARD" };
  return { at: new Date(Math.min(...shown)), note: shown.length > 1 ? "CLOCKS_BACK" : null };
}

function findProblem(cron: string, zone: string): RecurrenceProblem | undefined {
  if (!IANAZone.isValidZone(zone)) return "ZONE";
  // The library fills fields up from the left, takes seconds, and takes words for whole expressions.
  if (cron.trim().split(/\s+/).length !== 5) return "FIELDS";
  // "H" is a minute of chance, which nobody could be told.
  if (/(^|[^a-z])h/i.test(cron)) return "MALFORMED";
  try {
    const { minute } = CronExpressionParser.parse(cron, { tz: "UTC" }).fields;
    return minute.values.length === 1 ? undefined : "TOO_OFTEN";
  } catch (error) {
    if (error instanceof Error) return /day of month definition/.test(error.message) ? "NEVER" : "MALFORMED";
    throw error;
  }
}
