// The two nightly jobs: RETENTION deletes what is kept no longer, CONSISTENCY looks for what can never be. Both begin anew when
// they are interrupted: what is deleted is deleted, and a check reads only.
import type { JobEnd, JobHandler, JobRun, JobSchedule } from "@/lib/domain/job";
import { RETENTION_RULE_NAMES, type RetentionResult } from "@/lib/domain/retention";
import type { Log } from "@/lib/log";
import { checkConsistency } from "@/lib/store/check-consistency";
import type { DbPool } from "@/lib/store/db";
import { deleteExpiredExports } from "@/lib/store/exports";
import { applyRetention, getRetentionDays } from "@/lib/store/retention";
import { deleteExpiredSessions } from "@/lib/store/sessions";
import { saveUpkeepRun, UPKEEP_KEY } from "@/lib/store/upkeep-runs";

type Parts = { db: DbPool; log: Pick<Log, "info" | "error">; wallTime: () => Date };

/** At night in Europe, and in the evening in America; the check sees what retention has left. */
export const UPKEEP_SCHEDULES: readonly JobSchedule[] = [
  { kind: "RETENTION", key: UPKEEP_KEY, cron: "20 2 * * *" },
  { kind: "CONSISTENCY", key: UPKEEP_KEY, cron: "50 2 * * *" },
];

export function createRetention({ db, log, wallTime }: Parts): JobHandler {
  return async ({ signal, report }: JobRun): Promise<JobEnd> => {
    const startedAt = wallTime();
    const days = await getRetentionDays(db);
    const result: RetentionResult = {};
    await deleteExpiredSessions(db);
    await deleteExpiredExports(db);
    for (const [index, rule] of RETENTION_RULE_NAMES.entries()) {
      const kept = days[rule];
      if (kept !== null) result[rule] = await applyRetention(db, rule, kept, signal);
      if (signal.aborted) return { kind: "STOPPED" };
      await report(index + 1, RETENTION_RULE_NAMES.length);
    }
    await saveUpkeepRun(db, "RETENTION", startedAt, result);
    log.info("upkeep.retention", { total: Object.values(result).reduce((sum, count) => sum + count, 0) });
    return { kind: "DONE" };
  };
}

export function createConsistencyCheck({ db, log, wallTime }: Parts): JobHandler {
  return async ({ report }: JobRun): Promise<JobEnd> => {
    const startedAt = wallTime();
    const result = await checkConsistency(db, (done) => report(done));
    await saveUpkeepRun(db, "CONSISTENCY", startedAt, result);
    for (const { check, count } of result) if (count > 0) log.error("upkeep.inconsistent", { code: check, count });
    log.info("upkeep.checked", { total: result.reduce((sum, { count }) => sum + count, 0) });
    return { kind: "DONE" };
  };
}
