// For how long what is kept, and what the nightly jobs did and found.
import { RETENTION_RULE_NAMES, RETENTION_RULES } from "@/lib/domain/retention";
import type { UpkeepView } from "@/lib/domain/upkeep-view";
import type { DbPool } from "@/lib/store/db";
import { getJob } from "@/lib/store/jobs";
import { getRetentionDays } from "@/lib/store/retention";
import { getLastUpkeepRun, UPKEEP_KEY, type UpkeepKind, type UpkeepRun } from "@/lib/store/upkeep-runs";

export async function viewUpkeep(db: DbPool): Promise<UpkeepView> {
  const days = await getRetentionDays(db);
  return {
    rules: RETENTION_RULE_NAMES.map((rule) => ({ rule, days: days[rule], ...RETENTION_RULES[rule] })),
    retention: await viewRun(db, "RETENTION"),
    consistency: await viewRun(db, "CONSISTENCY"),
  };
}

async function viewRun<Kind extends UpkeepKind>(db: DbPool, kind: Kind) {
  const job = await getJob(db, { kind, key: UPKEEP_KEY });
  const last = await getLastUpkeepRun(db, kind);
  return { status: job?.status ?? null, last: last ? timesOf(last) : null };
}

function timesOf<Kind extends UpkeepKind>({ startedAt, finishedAt, result }: UpkeepRun<Kind>) {
  return { startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString(), result };
}
