// Writes what the answers came to: deliveries, attempts, references and speed in one statement, one transaction. A result
// counts only for the epoch that made the request; a late acceptance still proves that an unconfirmed message arrived.
// Most results of a batch are alike, so what they share is sent once, as a kind of result, and each row names its kind:
// reading a JSON object a row was half of what a settle cost.
import type { Settlement } from "@/lib/domain/ledger";

import type { Db } from "./db";
import { takeBackLate } from "./take-back-late";

const SLICE = "5 seconds";

/** Idempotent: settling the same answer again changes nothing, so a failed flush is simply repeated. */
export async function settleDeliveries(db: Db, settlements: Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  const { kinds, kindOf } = sortByKind(settlements);
  await db.$executeRaw`
    WITH kinds AS (
      SELECT * FROM json_to_recordset(${JSON.stringify(kinds)}::json) AS k(
        id int, kind text, status text, reason text, "delayMs" float8, remedy text, verdict text, "possibleDuplicate" boolean,
        uncounted boolean, sent boolean, outcome text, code text, "httpStatus" int, "serviceUrl" text)
    ), results AS (
      SELECT * FROM unnest(
        ${settlements.map(({ key }) => key.broadcastId)}::uuid[], ${settlements.map(({ key }) => key.recipientId)}::uuid[],
        ${settlements.map(({ key }) => key.epoch)}::int[], ${kindOf}::int[],
        ${settlements.map(activityIdOf)}::text[], ${settlements.map(({ answer }) => answer?.correlationId ?? null)}::text[],
        ${settlements.map(({ answer }) => answer?.durationMs ?? 0)}::float8[]
      ) AS r("broadcastId", "recipientId", epoch, kind_id, "activityId", "correlationId", "durationMs")
      JOIN kinds k ON k.id = r.kind_id
    ), moved AS (
      UPDATE deliveries d SET
        status = r.status, reason = r.reason,
        settled_at = CASE WHEN r.status <> 'RETRY_WAIT' THEN now() END,
        due_at = CASE WHEN r.status = 'RETRY_WAIT' THEN now() + r."delayMs" * interval '1 ms' ELSE d.due_at END,
        remedy = coalesce(r.remedy, d.remedy),
        possible_duplicate_at = CASE WHEN r."possibleDuplicate" THEN now() ELSE d.possible_duplicate_at END,
        attempts = d.attempts - (r.uncounted AND r.kind = 'POST')::int + (NOT r.uncounted AND r.kind = 'CREATE')::int,
        activity_id = coalesce(r."activityId", d.activity_id),
        lease_worker = NULL, lease_until = NULL
      FROM results r
      WHERE d.broadcast_id = r."broadcastId" AND d.recipient_id = r."recipientId" AND d.epoch = r.epoch
        AND (d.status = CASE r.kind WHEN 'POST' THEN 'SENDING' ELSE 'CLAIMED' END
          OR (r.status = 'SENT' AND (d.status IN ('UNCONFIRMED', 'RETRY_WAIT') OR (d.status = 'FAILED' AND d.reason = 'CLOSED'))))
      RETURNING d.tenant_id, d.broadcast_id, d.status, r.outcome, r.code, (r.sent AND r.kind = 'POST') AS posted
    ), counted AS (
      INSERT INTO answer_slices AS s (tenant_id, started_at, broadcast_id, outcome, code, count)
      SELECT tenant_id, date_bin('10 seconds', now(), 'epoch'::timestamptz), broadcast_id, outcome, coalesce(code, ''), count(*)
      FROM moved WHERE posted GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
      ON CONFLICT (tenant_id, started_at, broadcast_id, outcome, code) DO UPDATE SET count = s.count + excluded.count
    ), answered AS (
      INSERT INTO attempts AS a (broadcast_id, recipient_id, epoch, kind, started_at, finished_at, outcome, code, http_status,
        correlation_id, activity_id)
      SELECT "broadcastId", "recipientId", epoch, kind, now() - "durationMs" * interval '1 ms', now(), outcome, code,
        "httpStatus", "correlationId", "activityId"
      FROM results WHERE sent
      ON CONFLICT (broadcast_id, recipient_id, epoch, kind) DO UPDATE SET finished_at = excluded.finished_at,
        outcome = excluded.outcome, code = excluded.code, http_status = excluded.http_status,
        correlation_id = excluded.correlation_id, activity_id = excluded.activity_id
      WHERE a.code = 'LEASE_EXPIRED'
    ), judged AS (
      UPDATE conversation_references ref SET state = r.verdict, evidence = r.code, state_since = now()
      FROM results r WHERE r.verdict IS NOT NULL AND ref.recipient_id = r."recipientId" AND ref.state <> r.verdict
        -- A removal stays, and so does what was learnt after the request had begun.
        AND ref.state <> 'REMOVED' AND greatest(ref.state_since, ref.seen_at) <= coalesce(
          (SELECT d.begun_at FROM deliveries d
            WHERE d.broadcast_id = r."broadcastId" AND d.recipient_id = r."recipientId" AND d.epoch = r.epoch),
          now() - r."durationMs" * interval '1 ms')
    ), moved_house AS (
      UPDATE conversation_references ref SET service_url = r."serviceUrl"
      FROM results r WHERE r."serviceUrl" IS NOT NULL AND r.verdict IS NULL AND ref.recipient_id = r."recipientId"
    )
    INSERT INTO sent_slices AS s (broadcast_id, started_at, sent)
    SELECT broadcast_id, date_bin(${SLICE}::interval, now(), 'epoch'::timestamptz), count(*) FROM moved
    WHERE status = 'SENT' GROUP BY 1 ORDER BY 1
    ON CONFLICT (broadcast_id, started_at) DO UPDATE SET sent = s.sent + excluded.sent`;
  const unsent = settlements.filter(({ answer, kind }) => answer === undefined && kind === "POST");
  if (unsent.length > 0) await takeBackLate(db, unsent.map(({ key }) => key));
}

/** What results have in common apart from whose they are. */
function sortByKind(settlements: readonly Settlement[]): { kinds: Record<string, unknown>[]; kindOf: number[] } {
  const kinds: Record<string, unknown>[] = [];
  const ids = new Map<string, number>();
  const kindOf = settlements.map((settlement) => {
    const kind = kindOfResult(settlement);
    const text = JSON.stringify(kind);
    const known = ids.get(text);
    if (known !== undefined) return known;
    kinds.push({ id: kinds.length, ...kind });
    ids.set(text, kinds.length - 1);
    return kinds.length - 1;
  });
  return { kinds, kindOf };
}

function kindOfResult({ kind, decision, answer }: Settlement): Record<string, unknown> {
  const outcome = answer?.outcome;
  return {
    kind,
    status: decision.status,
    reason: "reason" in decision ? decision.reason : null,
    delayMs: "delayMs" in decision ? decision.delayMs : 0,
    remedy: ("remedy" in decision && decision.remedy) || null,
    verdict: ("verdict" in decision && decision.verdict) || null,
    possibleDuplicate: "possibleDuplicate" in decision,
    uncounted: "uncounted" in decision,
    sent: answer !== undefined,
    outcome: outcome?.kind ?? null,
    code: outcome ? codeOf(outcome) : null,
    httpStatus: answer?.httpStatus ?? null,
    serviceUrl: answer?.serviceUrl ?? null,
  };
}

function activityIdOf({ decision }: Settlement): string | null {
  return ("activityId" in decision && decision.activityId) || null;
}

function codeOf(outcome: NonNullable<Settlement["answer"]>["outcome"]): string | null {
  if ("code" in outcome) return outcome.code;
  return "reason" in outcome ? outcome.reason : null;
}
