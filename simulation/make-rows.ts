// Rows for the tables in memory: people and broadcasts as a run or a test needs them.
import type { ReferenceState } from "@/lib/domain/reference";

import type { BroadcastRow, MemoryTables, PersonRow } from "./memory-tables";
import type { Plan } from "./plan";
import type { Random } from "./random";

export function addPerson(
  tables: MemoryTables,
  { state, tenantId, guest }: { state: ReferenceState | null; tenantId: string; guest: boolean },
): PersonRow {
  const id = `p${tables.people.length}`;
  const now = tables.nowMs();
  const conversationId = state === "KNOWN" ? null : `chat-of-${id}`;
  const reference = state === null ? null : { state, conversationId, evidence: "INSTALL", stateSinceMs: now };
  const row: PersonRow = { id, tenantId, guest, createdAtMs: now, reference };
  tables.people.push(row);
  tables.personById.set(id, row);
  return row;
}

export function createBroadcastRow(
  id: string,
  given: Partial<BroadcastRow> & Pick<BroadcastRow, "topicId" | "scheduledAtMs">,
): BroadcastRow {
  return {
    id,
    purpose: "NORMAL",
    status: "SCHEDULED",
    resumeStatus: null,
    pausedBy: null,
    statusReason: null,
    onUnknown: "HOLD",
    onMissing: "SKIP",
    urgent: false,
    audience: null,
    audienceSize: null,
    expiresAtMs: null,
    resolvingAtMs: 0,
    sendingAtMs: 0,
    finishedAtMs: null,
    resolveCursor: 0,
    deliveries: new Map(),
    pending: new Set(),
    leased: new Set(),
    counters: new Map(),
    ...given,
  };
}

/** The n-th broadcast of a plan, due now. Its id is `b` and its place in the plan. */
export function addBroadcast(tables: MemoryTables, plan: Plan, index: number, random: Random): void {
  const planned = plan.broadcasts[index];
  if (!planned) throw new Error("There is no such broadcast in the plan.");
  const now = tables.nowMs();
  const { share, onUnknown, urgent, mandatory, expiresAfterMs } = planned;
  const chosen = tables.people.filter(() => random.chance(share)).map(({ id }) => id);
  tables.broadcasts.set(
    `b${index}`,
    createBroadcastRow(`b${index}`, {
      onUnknown,
      urgent,
      topicId: mandatory ? "alerts" : "news",
      scheduledAtMs: now,
      audience: share === 1 ? null : chosen,
      expiresAtMs: expiresAfterMs === null ? null : now + expiresAfterMs,
    }),
  );
}
