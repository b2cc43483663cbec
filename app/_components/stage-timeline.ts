// The life of a broadcast as the stages an author knows, each with its moment and how long it took to get there. Which
// stage it has reached is read from the status alone: a time that an earlier try left behind says nothing.
import type { BroadcastStatus } from "@/lib/domain/broadcast";
import type { BroadcastDetail } from "@/lib/domain/views";

export type StageName =
  | "written" | "review" | "approved" | "rejected" | "scheduled" | "reading" | "frozen" | "sending" | "installing" | "finished"
  | "canceled" | "failed";
/** HELD is the stage in which it was paused, STOPPED an end that nobody had in mind. */
export type StageMark = "DONE" | "CURRENT" | "HELD" | "STOPPED" | "COMING";
export type Stage = {
  name: StageName;
  mark: StageMark;
  at: string | null;
  /** Since the stage before; null where that is not known. */
  afterMs: number | null;
};

export type Life = Pick<
  BroadcastDetail,
  | "status" | "resumeStatus" | "createdAt" | "scheduledAt" | "resolvingAt" | "freezingAt" | "sendingAt" | "finishedAt"
  | "groups" | "installs" | "review"
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
    ["frozen", life.groups.length > 0 ? life.freezingAt : life.resolvingAt],
    ["sending", life.sendingAt],
    [endOf(status), life.finishedAt],
  ];
  const stages = moments.map(([name, moment], step): Stage => {
    const at = step <= reached ? moment : null;
    const before = moments[step - 1]?.[1] ?? null;
    return { name, at, mark: markOf(life, step, reached), afterMs: at === null ? null : between(before, at) };
  });
  // What was canceled or failed never came through the stages that have no time.
  const own = cutShort ? stages.filter(({ at }, step) => at !== null || step === END) : stages;
  return [approvalOf(life), readingOf(life), installingOf(life)].reduce(insertBefore, own);
}

/** A stage that only some broadcasts have, and which one it comes before. */
type Extra = { stage: Stage; before: StageName } | undefined;

function insertBefore(stages: Stage[], extra: Extra): Stage[] {
  if (!extra) return stages;
  const found = stages.findIndex(({ name }) => name === extra.before);
  const index = found === -1 ? stages.length - 1 : found;
  return [...stages.slice(0, index), extra.stage, ...stages.slice(index)];
}

/** Somebody else has to approve it, or has; a review that was only taken back left nothing to tell. */
function approvalOf({ review }: Life): Extra {
  if (!review) return undefined;
  const { open, requestedAt, approvedAt, decisions } = review;
  const rejected = decisions.find(({ current, decision }) => current && decision === "REJECTED");
  const stage = (name: StageName, mark: StageMark, at: string): Extra =>
    ({ stage: { name, mark, at, afterMs: open ? null : between(requestedAt, at) }, before: "scheduled" });
  if (open) return stage("review", "CURRENT", requestedAt);
  if (approvedAt !== null) return stage("approved", "DONE", approvedAt);
  return rejected && stage("rejected", "STOPPED", rejected.at);
}

/** The groups of the audience are read anew before it is frozen. */
function readingOf({ status, resumeStatus, groups, resolvingAt, freezingAt }: Life): Extra {
  if (groups.length === 0 || resolvingAt === null) return undefined;
  const now = status === "RESOLVING" ? "CURRENT" : resumeStatus === "RESOLVING" ? "HELD" : "STOPPED";
  const mark = freezingAt === null ? now : "DONE";
  return { stage: { name: "reading", mark, at: resolvingAt, afterMs: null }, before: "frozen" };
}

/** The app is installed for people while others are sent to already. */
function installingOf(life: Life): Extra {
  const { installs, sendingAt } = life;
  if (!installs || installs.total === 0 || sendingAt === null) return undefined;
  const mark = installs.waiting === 0 ? "DONE" : life.status === "PAUSED" ? "HELD" : "CURRENT";
  const last = life.status === "CANCELED" ? "canceled" : "finished";
  return { stage: { name: "installing", mark, at: null, afterMs: null }, before: last };
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
    case "IN_REVIEW":
      // The review is a stage of its own.
      return "DONE";
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
