// When a broadcast would run that repeats like this, or what is wrong with it: asked while somebody types.
import { read } from "@/app/api/_handle";
import { nextRunsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { nextRuns } from "@/lib/commands/next-runs";

export const GET = read(({ query }) => {
  const { cron, zone, startsAt, endsAt, count } = parseInput(nextRunsQuery, query);
  const next = nextRuns({ cron, zone, startsAt: dateOf(startsAt), endsAt: dateOf(endsAt) }, new Date(), count);
  if ("problem" in next) return { runs: [], problem: next.problem };
  return { runs: next.runs.map(({ at, note }) => ({ at: at.toISOString(), note })), problem: null };
});

function dateOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
