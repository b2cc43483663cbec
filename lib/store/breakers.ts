// Breakers: when a tenant's or a broadcast's answers say that it is not the people, everything waits with a reason in
// words. What the wave had already cost is taken back in the same transaction: nobody stays given up because of it.
import { z } from "zod";

import {
  BREAKER_STATES,
  type BreakerState,
  isPayloadFault,
  isWave,
  MESSAGE_ONLY_CODES,
  MUTE_MS,
  PAYLOAD_CODES,
  PAYLOAD_FIRST_ANSWERS,
  PROBE_FIRST_MS,
  PROBE_LOST_MS,
  PROBE_MAX_MS,
  WAVE_WINDOW_MS,
} from "@/lib/domain/breaker";
import type { BreakerTrip } from "@/lib/domain/ledger";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";

const waveSchema = z.tuple([
  z.object({
    posts: z.number(), refusals: z.number(), code: z.string().nullable(), muted: z.boolean(), breaker: z.enum(BREAKER_STATES),
  }),
]);
const payloadSchema = z.array(
  z.object({ broadcast_id: z.string(), answers: z.number(), refusals: z.number(), code: z.string().nullable() }),
);

const WAVE_BEGAN_SQL = Prisma.sql`(now() - ${WAVE_WINDOW_MS}::float8 * interval '1 ms')`;
/** A delivery `d` that failed within the wave, by an answer of Teams. */
const GIVEN_UP_SQL = Prisma.sql`(d.status = 'FAILED' AND d.reason NOT IN ('MAX_ATTEMPTS', 'CLOSED') AND d.settled_at > ${WAVE_BEGAN_SQL})`;

/** Looks at the evidence that settling has written down; opens breakers and returns those that it opened. */
export async function checkBreakers(db: Db, tenantId: string, broadcastIds: string[]): Promise<BreakerTrip[]> {
  const trips: BreakerTrip[] = [];
  const [wave] = waveSchema.parse(await readWave(db, tenantId));
  // What was on the wire when the breaker opened is settled after it, and belongs to the same wave.
  if (wave.breaker !== "CLOSED") await takeBackWave(db, tenantId);
  else if (!wave.muted && isWave(wave)) {
    const reason =
      `Teams refused ${wave.refusals} of the last ${wave.posts} messages, mostly with ${wave.code ?? "no code"}. ` +
      "So many at once are hardly the people: nothing more is sent until a trial message goes through, or you continue.";
    await openTenantBreaker(db, tenantId, reason);
    trips.push({ scope: "TENANT", id: tenantId, reason });
  }
  for (const row of payloadSchema.parse(await readFirstAnswers(db, broadcastIds))) {
    if (!isPayloadFault(row)) continue;
    const reason =
      `Teams refused ${row.refusals} of the first ${row.answers} messages with ${row.code ?? "no code"}: it does not accept ` +
      "this message. Cancel it, or send it on after checking with a test to yourself.";
    const id = row.broadcast_id;
    if (await openBroadcastBreaker(db, id, reason)) trips.push({ scope: "BROADCAST", id, reason });
  }
  return trips;
}

/** Stops a tenant whose breaker is closed. A half-open one is the trial's to decide: whoever else says so had asked before it. */
export async function openTenantBreaker(db: Db | DbPool, tenantId: string, reason: string): Promise<void> {
  await open(db, tenantId, { from: "CLOSED", reason });
}

/** `from` is the state it must have; a half-open breaker waits twice as long as before. */
async function open(db: Db | DbPool, tenantId: string, { from, reason }: { from: BreakerState; reason: string }): Promise<void> {
  await inTransaction(db, async (tx) => {
    const opened = await tx.$executeRaw`
      UPDATE send_slots SET breaker = 'OPEN', breaker_reason = ${reason}, breaker_since = coalesce(breaker_since, now()),
        probe_at = now() + least(${PROBE_FIRST_MS}::float8 * 2 ^ probes, ${PROBE_MAX_MS}::float8) * interval '1 ms'
      WHERE tenant_id = ${tenantId} AND breaker = ${from}`;
    if (opened === 0) return;
    await tx.$executeRaw`
      UPDATE broadcasts b SET status = 'PAUSED', resume_status = 'SENDING', paused_by = 'BREAKER', status_reason = ${reason},
        finished_at = NULL
      WHERE (b.status = 'SENDING' AND EXISTS (
          SELECT 1 FROM deliveries d WHERE d.broadcast_id = b.id AND d.tenant_id = ${tenantId}
            AND d.status IN ('QUEUED', 'CLAIMED', 'SENDING', 'RETRY_WAIT', 'FAILED')))
        -- What ended within the wave had not ended.
        OR (b.status = 'FINISHED' AND b.finished_at > ${WAVE_BEGAN_SQL} AND EXISTS (
          SELECT 1 FROM deliveries d WHERE d.broadcast_id = b.id AND d.tenant_id = ${tenantId} AND ${GIVEN_UP_SQL}))`;
    await takeBackWave(tx, tenantId);
  });
}

/** A person continues: the breaker closes, stays closed for an hour, and everything it had paused goes on. */
export async function closeBreakersOf(tx: Db, broadcastId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE broadcasts b SET status = resume_status, resume_status = NULL, paused_by = NULL, status_reason = NULL
    -- By a breaker that closes now, whatever this broadcast was paused for; not those that wait for an answer of their own.
    WHERE paused_by = 'BREAKER' AND id <> ${broadcastId}::uuid AND status_reason IN (SELECT breaker_reason FROM send_slots
      WHERE tenant_id IN (SELECT tenant_id FROM deliveries WHERE broadcast_id = ${broadcastId}::uuid GROUP BY 1))`;
  await tx.$executeRaw`
    UPDATE send_slots SET breaker = 'CLOSED', breaker_reason = NULL, breaker_since = NULL, probe_at = NULL, probes = 0,
      muted_until = now() + ${MUTE_MS}::float8 * interval '1 ms'
    WHERE tenant_id IN (SELECT tenant_id FROM deliveries WHERE broadcast_id = ${broadcastId}::uuid GROUP BY 1)`;
}

/**
 * Trials that are due: HALF_OPEN lets one message through, once the pause that a 429 asked for is over. A trial that was lost
 * with its worker is due again.
 */
export async function tryBreakers(db: DbPool): Promise<number> {
  return inTransaction(db, async (tx) => {
    const tried = await tx.$executeRaw`
      UPDATE send_slots SET breaker = 'HALF_OPEN', probes = probes + 1, probe_at = NULL, paused_until = throttled_until
      WHERE (breaker = 'OPEN' AND probe_at <= now())
        OR (breaker = 'HALF_OPEN' AND probe_at < now() - ${PROBE_LOST_MS}::float8 * interval '1 ms')`;
    if (tried > 0) await resumePausedByBreakers(tx);
    return tried;
  });
}

/** What the trial message came to. */
export async function reportProbe(db: DbPool, tenantId: string, delivered: boolean): Promise<void> {
  if (!delivered) {
    const [row] = z
      .array(z.object({ reason: z.string().nullable() }))
      .parse(await db.$queryRaw`SELECT breaker_reason AS reason FROM send_slots WHERE tenant_id = ${tenantId}`);
    await open(db, tenantId, { from: "HALF_OPEN", reason: row?.reason ?? "Teams still refuses messages." });
    return;
  }
  await db.$executeRaw`
    UPDATE send_slots SET breaker = 'CLOSED', breaker_reason = NULL, breaker_since = NULL, probe_at = NULL, probes = 0,
      -- The answers that opened it still stand in the last minute, and must not open it again.
      muted_until = now() + ${WAVE_WINDOW_MS}::float8 * interval '1 ms'
    WHERE tenant_id = ${tenantId} AND breaker = 'HALF_OPEN'`;
}

/** The trial's slot was not used. Whose trial had been lost before returns nothing: at most one message more is tried. */
export async function returnProbe(db: Db, tenantId: string): Promise<void> {
  await db.$executeRaw`UPDATE send_slots SET probe_at = NULL WHERE tenant_id = ${tenantId} AND breaker = 'HALF_OPEN'`;
}

function readWave(db: Db, tenantId: string): Promise<unknown> {
  return db.$queryRaw`
    SELECT coalesce(sum(count), 0)::int AS posts, coalesce(sum(count) FILTER (WHERE outcome = 'REFUSED'), 0)::int AS refusals,
      mode() WITHIN GROUP (ORDER BY code) FILTER (WHERE outcome = 'REFUSED') AS code,
      coalesce((SELECT muted_until > now() FROM send_slots WHERE tenant_id = ${tenantId}), false) AS muted,
      coalesce((SELECT breaker::text FROM send_slots WHERE tenant_id = ${tenantId}), 'CLOSED') AS breaker
    FROM answer_slices
    WHERE tenant_id = ${tenantId} AND outcome IN ('ACCEPTED', 'REFUSED') AND code <> ALL(${MESSAGE_ONLY_CODES}::text[])
      AND started_at > ${WAVE_BEGAN_SQL}`;
}

function readFirstAnswers(db: Db, broadcastIds: string[]): Promise<unknown> {
  return db.$queryRaw`
    SELECT broadcast_id, sum(count)::int AS answers,
      coalesce(sum(count) FILTER (WHERE outcome = 'REFUSED' AND code = ANY(${PAYLOAD_CODES}::text[])), 0)::int AS refusals,
      max(code) FILTER (WHERE outcome = 'REFUSED') AS code
    FROM answer_slices WHERE broadcast_id = ANY(${broadcastIds}::uuid[]) AND outcome IN ('ACCEPTED', 'REFUSED')
    GROUP BY 1 HAVING sum(count) <= ${PAYLOAD_FIRST_ANSWERS}`;
}

async function openBroadcastBreaker(db: Db, broadcastId: string, reason: string): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const paused = await tx.$executeRaw`
      UPDATE broadcasts SET status = 'PAUSED', resume_status = 'SENDING', paused_by = 'BREAKER', status_reason = ${reason}
      WHERE id = ${broadcastId}::uuid AND status = 'SENDING'`;
    if (paused === 0) return false;
    await tx.$executeRaw`
      UPDATE deliveries SET status = 'RETRY_WAIT', reason = NULL, settled_at = NULL, due_at = now(), attempts = 0
      WHERE broadcast_id = ${broadcastId}::uuid AND status = 'FAILED' AND reason = ANY(${PAYLOAD_CODES}::text[])`;
    return true;
  });
}

/**
 * The last minute's failures and verdicts were made in good faith, and are undone: the failures where there is still something
 * to go on with, the verdicts everywhere.
 */
async function takeBackWave(tx: Db, tenantId: string): Promise<void> {
  await tx.$executeRaw`
    WITH wave AS (
      SELECT d.broadcast_id, d.recipient_id, (d.status = 'FAILED' AND b.status IN ('SENDING', 'PAUSED', 'ACTIVE')) AS goes_on
      FROM broadcasts b JOIN deliveries d ON d.broadcast_id = b.id
      WHERE b.status IN ('SENDING', 'PAUSED', 'ACTIVE', 'CANCELED', 'FINISHED') AND coalesce(b.finished_at, now()) > ${WAVE_BEGAN_SQL}
        AND d.tenant_id = ${tenantId}
        -- A second try that was refused is a verdict as well.
        AND (${GIVEN_UP_SQL} OR (d.status = 'UNCONFIRMED' AND d.reason = 'SECOND_FAILED' AND d.settled_at > ${WAVE_BEGAN_SQL}))
    ), undone AS (
      UPDATE deliveries d SET status = 'RETRY_WAIT', reason = NULL, settled_at = NULL, due_at = now(), attempts = 0
      FROM wave w WHERE w.goes_on AND d.broadcast_id = w.broadcast_id AND d.recipient_id = w.recipient_id AND d.status = 'FAILED'
    )
    UPDATE conversation_references SET state = CASE WHEN conversation_id IS NULL THEN 'KNOWN' ELSE 'ACTIVE' END,
      evidence = 'WAVE_TAKEN_BACK', state_since = now()
    WHERE recipient_id IN (SELECT recipient_id FROM wave) AND state IN ('BLOCKED', 'NEEDS_INSTALL', 'REMOVED')
      AND state_since > ${WAVE_BEGAN_SQL} AND evidence NOT IN ('UNINSTALLED', 'DEPARTED')`;
}

async function resumePausedByBreakers(tx: Db): Promise<void> {
  await tx.$executeRaw`
    UPDATE broadcasts b SET status = resume_status, resume_status = NULL, paused_by = NULL, status_reason = NULL
    WHERE status = 'PAUSED' AND paused_by = 'BREAKER' AND EXISTS (
      SELECT 1 FROM send_slots s WHERE s.breaker = 'HALF_OPEN' AND s.breaker_reason = b.status_reason)`;
}
