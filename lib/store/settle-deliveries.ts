// Writes what the answers came to: deliveries, attempts, references and speed in one statement, one transaction. A result
// counts only for the epoch that made the request; a late acceptance still proves that an unconfirmed message arrived.
import type { Settlement } from "@/lib/domain/ledger";

import type { Db } from "./db";

const SLICE = "5 seconds";

/** Idempotent: settling the same answer again changes nothing, so a failed flush is simply repeated. */
export async function settleDeliveries(db: Db, settlements: Settlement[]): Promise<void> {
  if (settlements.length === 0) return;
  await db.$executeRaw`
    WITH results AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(settlements.map(rowOf))}::jsonb) AS r(
        "broadcastId" uuid, "recipientId" uuid, epoch int, kind text, status text, reason text, "delayMs" float8,
        remedy text, verdict text, "possibleDuplicate" boolean, uncounted boolean, "activityId" text,
        sent boolean, outcome text, code text, "httpStatus" int, "correlationId" text, "durationMs" float8)
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
      UPDATE attempts a SET finished_at = now(), outcome = r.outcome, code = r.code, http_status = r."httpStatus",
        correlation_id = r."correlationId", activity_id = r."activityId"
      FROM results r
      WHERE r.sent AND r.kind = 'POST' AND a.broadcast_id = r."broadcastId" AND a.recipient_id = r."recipientId"
        AND a.epoch = r.epoch AND a.kind = 'POST' AND (a.outcome IS NULL OR a.code = 'LEASE_EXPIRED')
    ), taken_back AS (
      DELETE FROM attempts a USING results r
      WHERE NOT r.sent AND a.broadcast_id = r."broadcastId" AND a.recipient_id = r."recipientId" AND a.epoch = r.epoch
        AND a.kind = r.kind AND a.outcome IS NULL
    ), created AS (
      INSERT INTO attempts (broadcast_id, recipient_id, epoch, kind, started_at, finished_at, outcome, code, http_status, correlation_id)
      SELECT "broadcastId", "recipientId", epoch, 'CREATE', now() - "durationMs" * interval '1 ms', now(), outcome, code,
        "httpStatus", "correlationId"
      FROM results WHERE sent AND kind = 'CREATE' ON CONFLICT DO NOTHING
    ), judged AS (
      UPDATE conversation_references ref SET state = r.verdict, evidence = r.code, state_since = now()
      FROM results r WHERE r.verdict IS NOT NULL AND ref.recipient_id = r."recipientId" AND ref.state <> r.verdict
    )
    INSERT INTO sent_slices AS s (broadcast_id, started_at, sent)
    SELECT broadcast_id, date_bin(${SLICE}::interval, now(), 'epoch'::timestamptz), count(*) FROM moved
    WHERE status = 'SENT' GROUP BY 1 ORDER BY 1
    ON CONFLICT (broadcast_id, started_at) DO UPDATE SET sent = s.sent + excluded.sent`;
}

function rowOf({ key, kind, decision, answer }: Settlement): Record<string, unknown> {
  const outcome = answer?.outcome;
  return {
    ...key,
    kind,
    status: decision.status,
    reason: "reason" in decision ? decision.reason : null,
    delayMs: "delayMs" in decision ? decision.delayMs : 0,
    remedy: ("remedy" in decision && decision.remedy) || null,
    verdict: ("verdict" in decision && decision.verdict) || null,
    possibleDuplicate: "possibleDuplicate" in decision,
    uncounted: "uncounted" in decision,
    activityId: ("activityId" in decision && decision.activityId) || null,
    sent: answer !== undefined,
    outcome: outcome?.kind ?? null,
    code: outcome ? codeOf(outcome) : null,
    httpStatus: answer?.httpStatus ?? null,
    correlationId: answer?.correlationId ?? null,
    durationMs: answer?.durationMs ?? 0,
  };
}

function codeOf(outcome: NonNullable<Settlement["answer"]>["outcome"]): string | null {
  if ("code" in outcome) return outcome.code;
  return "reason" in outcome ? outcome.reason : null;
}
