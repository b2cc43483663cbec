// Recurring broadcasts and their runs as the API shows them. A run shows how the broadcast that came of it is doing.
import type { RecurringView, RunView } from "@/lib/domain/views";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { viewBroadcasts, viewRecurrence } from "@/lib/store/broadcast-view";
import type { Db } from "@/lib/store/db";
import { listBroadcastsById } from "@/lib/store/list-broadcasts";
import { getSchedules, type RunRow } from "@/lib/store/recurrences";

export async function viewRecurring(db: Db, broadcasts: readonly Broadcast[]): Promise<RecurringView[]> {
  const schedules = await getSchedules(db, broadcasts.map(({ id }) => id));
  const lastRuns = [...schedules.values()].flatMap(({ lastRun }) => (lastRun ? [lastRun] : []));
  const runs = new Map((await viewRuns(db, lastRuns)).map((view, index) => [lastRuns[index], view]));
  const views = await viewBroadcasts(db, broadcasts);
  return views.flatMap((view) => {
    const schedule = schedules.get(view.id);
    if (!schedule) return [];
    const lastRun = schedule.lastRun ? (runs.get(schedule.lastRun) ?? null) : null;
    return [{ ...view, recurrence: viewRecurrence(schedule), lastRun }];
  });
}

export async function viewRuns(db: Db, runs: readonly RunRow[]): Promise<RunView[]> {
  const ids = runs.flatMap(({ broadcastId }) => broadcastId ?? []);
  const views = new Map((await viewBroadcasts(db, await listBroadcastsById(db, ids))).map((view) => [view.id, view]));
  return runs.map(({ dueAt, ...run }) => {
    const view = run.broadcastId === null ? undefined : views.get(run.broadcastId);
    return { ...run, dueAt: dueAt.toISOString(), status: view?.status ?? null, counts: view?.counts ?? null };
  });
}
