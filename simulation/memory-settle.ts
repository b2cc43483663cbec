// What answers come to, as lib/store/settle-deliveries.ts writes it: a result counts only for the epoch that made the
// request; a late acceptance still proves that an unconfirmed message arrived. Settling twice changes nothing.
import type { Settlement } from "@/lib/domain/ledger";
import type { Answer, OutcomeKind, ReferenceVerdict } from "@/lib/domain/outcome";
import type { DeliveryKey } from "@/lib/domain/ports";

import {
  attemptsOf,
  type DeliveryChange,
  type DeliveryRow,
  type MemoryTables,
  moveDelivery,
  NO_LEASE,
} from "./memory-tables";

const SLICE_MS = 10_000;

export function settle(tables: MemoryTables, settlements: readonly Settlement[]): void {
  for (const settlement of settlements) {
    const { key, kind, decision, answer } = settlement;
    const row = tables.broadcasts.get(key.broadcastId)?.deliveries.get(key.recipientId);
    if (row && counts(row, settlement)) {
      moveDelivery(tables, row, changeBy(tables, row, settlement));
      if (answer && kind === "POST") countAnswer(tables, row, answer);
    }
    writeAttempt(tables, settlement);
    if ("verdict" in decision && decision.verdict) judge(tables, settlement, decision.verdict);
  }
}

function counts(row: DeliveryRow, { key, kind, decision }: Settlement): boolean {
  if (row.epoch !== key.epoch) return false;
  if (row.status === (kind === "POST" ? "SENDING" : "CLAIMED")) return true;
  const isDoubted = row.status === "UNCONFIRMED" || row.status === "RETRY_WAIT";
  return decision.status === "SENT" && (isDoubted || (row.status === "FAILED" && row.reason === "CLOSED"));
}

function changeBy(tables: MemoryTables, row: DeliveryRow, { kind, decision }: Settlement): DeliveryChange {
  const waits = decision.status === "RETRY_WAIT";
  const uncounted = waits && decision.uncounted === true;
  return {
    status: decision.status,
    reason: "reason" in decision ? decision.reason : null,
    settledAtMs: waits ? null : tables.nowMs(),
    dueAtMs: waits ? tables.nowMs() + decision.delayMs : row.dueAtMs,
    remedy: (waits && decision.remedy) || row.remedy,
    possibleDuplicate: row.possibleDuplicate || (waits && decision.possibleDuplicate === true),
    attempts: row.attempts - (uncounted && kind === "POST" ? 1 : 0) + (!uncounted && kind === "CREATE" ? 1 : 0),
    activityId: (decision.status === "SENT" && decision.activityId) || row.activityId,
    ...NO_LEASE,
  };
}

function countAnswer(tables: MemoryTables, { tenantId, broadcastId }: DeliveryRow, { outcome }: Answer): void {
  const startedAtMs = Math.floor(tables.nowMs() / SLICE_MS) * SLICE_MS;
  const code = codeOf(outcome) ?? "";
  const known = tables.answers.find(
    (slice) =>
      slice.tenantId === tenantId && slice.broadcastId === broadcastId && slice.startedAtMs === startedAtMs &&
      slice.outcome === outcome.kind && slice.code === code,
  );
  if (known) known.count += 1;
  else tables.answers.unshift({ tenantId, broadcastId, startedAtMs, outcome: outcome.kind, code, count: 1 });
}

function writeAttempt(tables: MemoryTables, { key, kind, answer }: Pick<Settlement, "key" | "kind" | "answer">): void {
  if (!answer) return kind === "POST" ? takeBackLate(tables, key) : undefined;
  const attempts = attemptsOf(tables, key);
  const known = attempts.find((attempt) => attempt.epoch === key.epoch && attempt.kind === kind);
  const { outcome, durationMs } = answer;
  const written = { outcome: outcome.kind, code: codeOf(outcome) };
  if (!known) attempts.push({ epoch: key.epoch, kind, startedAtMs: tables.nowMs() - durationMs, ...written });
  else if (known.code === "LEASE_EXPIRED") Object.assign(known, written);
}

/** As lib/store/take-back-late.ts: it never left, so it is not unconfirmed, unless its broadcast is over. */
function takeBackLate(tables: MemoryTables, key: DeliveryKey): void {
  const broadcast = tables.broadcasts.get(key.broadcastId);
  const row = broadcast?.deliveries.get(key.recipientId);
  const isLive = broadcast !== undefined && ["SENDING", "ACTIVE", "PAUSED"].includes(broadcast.status);
  if (!row || !isLive || row.epoch !== key.epoch || row.reason !== "LEASE_EXPIRED") return;
  const waiting = { status: "RETRY_WAIT", reason: null, settledAtMs: null, dueAtMs: tables.nowMs() } as const;
  moveDelivery(tables, row, { ...waiting, attempts: row.attempts - 1 });
  const attempts = attemptsOf(tables, key);
  attempts.splice(attempts.findIndex(({ epoch, code }) => epoch === key.epoch && code === "LEASE_EXPIRED"), 1);
}

/** A removal stays, and so does what was learnt after the request had begun. */
function judge(tables: MemoryTables, { key, answer }: Settlement, verdict: ReferenceVerdict): void {
  const reference = tables.personById.get(key.recipientId)?.reference;
  if (!reference || reference.state === verdict || reference.state === "REMOVED") return;
  const row = tables.broadcasts.get(key.broadcastId)?.deliveries.get(key.recipientId);
  const begunAtMs = (row?.epoch === key.epoch ? row.begunAtMs : null) ?? tables.nowMs() - (answer?.durationMs ?? 0);
  if (reference.stateSinceMs > begunAtMs) return;
  reference.state = verdict;
  reference.evidence = (answer && codeOf(answer.outcome)) ?? "";
  reference.stateSinceMs = tables.nowMs();
}

export function saveConversation(tables: MemoryTables, key: DeliveryKey, conversationId: string, answer: Answer): void {
  const reference = tables.personById.get(key.recipientId)?.reference;
  if (reference) {
    reference.conversationId = conversationId;
    const created = { state: "ACTIVE", evidence: "CREATED", stateSinceMs: tables.nowMs() } as const;
    if (reference.state === "KNOWN") Object.assign(reference, created);
  }
  const row = tables.broadcasts.get(key.broadcastId)?.deliveries.get(key.recipientId);
  if (row?.epoch === key.epoch && row.remedy === "RECREATE_CONVERSATION") row.remedy = "RECREATED";
  writeAttempt(tables, { key, kind: "CREATE", answer });
}

function codeOf(outcome: Answer["outcome"] & { kind: OutcomeKind }): string | null {
  if ("code" in outcome) return outcome.code;
  return "reason" in outcome ? outcome.reason : null;
}
