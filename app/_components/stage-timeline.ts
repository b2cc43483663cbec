// The life of a broadcast as the stages an author knows, each with its moment and how long it took to get there. Which
// stage it has reached is read from the status alone: a time that an earlier try left behind says nothing.
import type { BroadcastStatus } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

export type StageName = "written" | "scheduled" | "frozen" | "sending" | "finished" | "canceled" | "failed";
/** HELD is the stage in which it was paused, STOPPED an end that nobody had in mind. */
export type StageMark = "DONE" | "CURRENT" | "HELD" | "STOPPED" | "COMING";
export type Stage = {
  name: StageName;
  mark: StageMark;
  at: string | null;
  /** Since the stage before; null where that is not known. */
  afterMs: number | null;
};

type Life = Pick<
  BroadcastView,
  "status" | "resumeStatus" | "createdAt" | "scheduledAt" | "resolvingAt" | "sendingAt" | "finishedAt"
>;

const WRITTEN = 0;
const END = 4;
const REACHED: Record<BroadcastStatus, number> = {
  DRAFT: WRITTEN,
  IN_REVIEW: WRITTEN,
  SCHEDULED: 1,
  RESOLVING: 2,
  SENDING: 3,
  // Paused without a memory of where: what is certain is that it was written.
  PAUSED: WRITTEN,
  FINISHED: END,
  FAILED: END,
  CANCELED: END,
  ACTIVE: WRITTEN,
};

export function stagesOf(life: Life): Stage[] {
  const { status } = life;
  const reached = REACHED[(status === "PAUSED" && life.resumeStatus) || status];
  const cutShort = status === "CANCELED" || status === "FAILED";
  const moments: [StageName, string | null][] = [
    ["written", life.createdAt],
    ["scheduled", life.scheduledAt],
    ["frozen", life.resolvingAt],
    ["sending", life.sendingAt],
    [endOf(status), life.finishedAt],
  ];
  const stages = moments.map(([name, moment], step): Stage => {
    const at = step <= reached ? moment : null;
    const before = moments[step - 1]?.[1] ?? null;
    return { name, at, mark: markOf(life, step, reached), afterMs: at === null ? null : between(before, at) };
  });
  // What was canceled or failed never came through the stages that have no time.
  return cutShort ? stages.filter(({ at }, step) => at !== null || step === END) : stages;
}

function endOf(status: BroadcastStatus): StageName {
  if (status === "CANCELED") return "canceled";
  return status === "FAILED" ? "failed" : "finished";
}

function markOf({ status, finishedAt }: Life, step: number, reached: number): StageMark {
  if (step !== reached) return step < reached ? "DONE" : "COMING";
  switch (status) {
    case "FINISHED":
      return "DONE";
    case "FAILED":
      return "STOPPED";
    case "CANCELED":
      // Until the sweep has been through, it is still being canceled.
      return finishedAt === null ? "CURRENT" : "STOPPED";
    case "PAUSED":
      return "HELD";
    default:
      return "CURRENT";
  }
}

function between(before: string | null, at: string): number | null {
  if (before === null) return null;
  const ms = Date.parse(at) - Date.parse(before);
  return ms >= 0 ? ms : null;
}
