// The job RECURRING_RUNS: once a minute, each run of a recurring broadcast that is due is made, one after the other, until
// none is. The engine then sends them like any other broadcast. What is due is decided under a lock in the database.
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import type { Log } from "@/lib/log";

/** Makes one run, or writes down that it was missed or refused; `due` is false when there was none. */
export type FireDue = () => Promise<{ due: boolean; missed: number; started: string | null; refused: string | null }>;

export function createRecurringRuns(fireDue: FireDue, log: Pick<Log, "info" | "warn">): JobHandler {
  return async ({ signal }): Promise<JobEnd> => {
    while (!signal.aborted) {
      const { due, missed, started, refused } = await fireDue();
      if (!due) return { kind: "DONE" };
      if (started !== null) log.info("recurring.started", { broadcastId: started });
      if (missed > 0) log.warn("recurring.missed", { count: missed });
      if (refused !== null) log.warn("recurring.refused");
    }
    return { kind: "STOPPED" };
  };
}
