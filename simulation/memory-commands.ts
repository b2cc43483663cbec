// What people do to broadcasts and deliveries, as lib/commands and lib/store/deliveries.ts do it in one transaction each.
// A command that the life cycle does not allow changes nothing and says so.
import { type BroadcastStatus, canMove } from "@/lib/domain/broadcast";

import { closeBreakersOf } from "./memory-breakers";
import { sweepUnsent } from "./memory-broadcasts";
import { holdBack } from "./memory-claims";
import { broadcastOf, type BroadcastRow, type DeliveryRow, type MemoryTables, moveDelivery } from "./memory-tables";

export function pauseBroadcast(tables: MemoryTables, id: string): boolean {
  const broadcast = broadcastOf(tables, id);
  const resumeStatus = broadcast.status;
  return move(broadcast, "PAUSED", { resumeStatus, pausedBy: "PERSON", statusReason: "Paused by a person." });
}

export function resumeBroadcast(tables: MemoryTables, id: string): boolean {
  const broadcast = broadcastOf(tables, id);
  const { resumeStatus, pausedBy } = broadcast;
  if (resumeStatus === null) return false;
  if (pausedBy === "BREAKER") closeBreakersOf(tables, broadcast);
  return move(broadcast, resumeStatus, pausedBy === "MISSED" ? { scheduledAtMs: tables.nowMs() } : {});
}

export function cancelBroadcast(tables: MemoryTables, id: string): boolean {
  const moved = move(broadcastOf(tables, id), "CANCELED", { statusReason: "Canceled by a person." });
  if (moved) sweepUnsent(tables);
  return moved;
}

/** A null topic means every topic that is not mandatory. Returns how many deliveries left the queue. */
export function optOut(tables: MemoryTables, recipientId: string, topicId: string | null): number {
  tables.optOuts.add(`${recipientId}/${topicId ?? "*"}`);
  let left = 0;
  for (const broadcast of tables.broadcasts.values()) {
    const row = broadcast.deliveries.get(recipientId);
    const isMeant = topicId === null || broadcast.topicId === topicId;
    if (!row || !isMeant || tables.topics.get(broadcast.topicId) || broadcast.purpose === "TEST") continue;
    if (row.status !== "QUEUED" && row.status !== "CLAIMED" && row.status !== "RETRY_WAIT") continue;
    moveDelivery(tables, row, holdBack(tables, row, "OPTED_OUT"));
    left += 1;
  }
  return left;
}

/** The app was installed for a person: what waited for that is due. */
export function arrive(tables: MemoryTables, recipientId: string): void {
  const person = tables.personById.get(recipientId);
  if (!person) throw new Error("There is no such person.");
  const conversationId = `chat-of-${recipientId}`;
  person.reference = { state: "ACTIVE", conversationId, evidence: "INSTALL", stateSinceMs: tables.nowMs() };
  for (const { deliveries } of tables.broadcasts.values()) {
    const row = deliveries.get(recipientId);
    if (row?.status === "QUEUED" && row.dueAtMs === Infinity) moveDelivery(tables, row, { dueAtMs: tables.nowMs() });
  }
}

export function retryFailed(tables: MemoryTables, id: string): number {
  const broadcast = broadcastOf(tables, id);
  const failed = rowsIn(broadcast, "FAILED");
  if (failed.length === 0 || !reopen(broadcast)) return 0;
  for (const row of failed) {
    // What the author closed may have arrived, whatever it is called since.
    const possibleDuplicate = row.possibleDuplicate || row.reason === "CLOSED";
    requeue(tables, row, { attempts: 0, remedy: null, possibleDuplicate });
  }
  return failed.length;
}

export function resolveUnconfirmed(tables: MemoryTables, id: string, decision: "RESEND" | "CLOSE"): number {
  const broadcast = broadcastOf(tables, id);
  const unconfirmed = rowsIn(broadcast, "UNCONFIRMED");
  if (unconfirmed.length === 0 || (decision === "RESEND" && !reopen(broadcast))) return 0;
  for (const row of unconfirmed) {
    if (decision === "RESEND") requeue(tables, row, { possibleDuplicate: true });
    else moveDelivery(tables, row, { status: "FAILED", reason: "CLOSED", settledAtMs: tables.nowMs() });
  }
  return unconfirmed.length;
}

/** A read, a reaction or a click proves that the card arrived, whatever we believed. */
export function proveDelivered(tables: MemoryTables, broadcastId: string, recipientId: string): boolean {
  const row = broadcastOf(tables, broadcastId).deliveries.get(recipientId);
  const isDoubted =
    row?.status === "UNCONFIRMED" ||
    (row?.status === "RETRY_WAIT" && row.possibleDuplicate) ||
    (row?.status === "FAILED" && row.reason === "CLOSED");
  if (row && isDoubted) moveDelivery(tables, row, { status: "SENT", reason: null, settledAtMs: tables.nowMs() });
  return isDoubted;
}

function requeue(tables: MemoryTables, row: DeliveryRow, change: Partial<DeliveryRow>): void {
  const waiting = { status: "RETRY_WAIT", reason: null, settledAtMs: null, dueAtMs: tables.nowMs() } as const;
  moveDelivery(tables, row, { ...waiting, ...change });
}

function rowsIn({ deliveries }: BroadcastRow, status: DeliveryRow["status"]): DeliveryRow[] {
  return [...deliveries.values()].filter((row) => row.status === status);
}

function move(broadcast: BroadcastRow, to: BroadcastStatus, change: Partial<BroadcastRow> = {}): boolean {
  if (!canMove(broadcast.purpose, broadcast.status, to)) return false;
  Object.assign(broadcast, { resumeStatus: null, pausedBy: null, statusReason: null }, change, { status: to });
  return true;
}

function reopen(broadcast: BroadcastRow): boolean {
  if (["SENDING", "ACTIVE", "PAUSED"].includes(broadcast.status)) return true;
  return broadcast.status === "FINISHED" && move(broadcast, "SENDING", { finishedAtMs: null });
}
