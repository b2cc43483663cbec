// One batch through the gates:
//   1 slots      reserved first: what is claimed can leave at once; a paused tenant claims nothing
//   2 claim      rows due now, a fair share of each broadcast, under a lease. Whoever has a conversation gets the intent in
//                the same statement; opt-outs, pauses and cancels decide there for the last time
//   3 post       (post.ts) each in its slot; a pause that begins meanwhile takes back what has not left
//   4 create     (create.ts) conversations nobody has created yet, under the claim alone, since a create may be repeated;
//                then their intents, and posts
//   5 settle     (settle.ts) the answer becomes a decision
// A batch is at most a quarter of a second of sends and 500 rows, so that a crash leaves little unconfirmed.
import type { ConversationLimits } from "@/lib/domain/conversation-limits";
import type { Share, Work } from "@/lib/domain/ledger";
import type { ClaimedDelivery } from "@/lib/domain/ports";

import type { ContentCache } from "./content";
import { createAndPost } from "./create";
import { type EngineParts, leaseMsOf } from "./engine";
import { createPace, type Pace } from "./pace";
import { isAddressed, postAll, takeBackAll } from "./post";
import type { Settler } from "./settle";
import { shareBatch } from "./share";
import type { Wire } from "./wire";

export type SendParts = EngineParts & {
  workerId: string;
  settler: Settler;
  content: ContentCache;
  stopping: AbortSignal;
  tenantId: string;
  work: readonly Work[];
  /** Counts batches, so that remainders rotate between broadcasts. */
  turn: number;
  wire: Wire;
  tenant: TenantState;
  conversations: ConversationLimits;
};

/** What this process knows about a tenant beside the ledger, on its own clock. */
export type TenantState = {
  /** Until when nothing is sent. The ledger has its own pause, for all processes. */
  pausedUntil: number;
  /** When something last left. */
  leftAt: number;
  /** So many at most in a batch, until this process is warm. */
  nextBatch: number;
  /** When something was last accepted. */
  acceptedAt: number;
  /** Between the slots that were last reserved: the rate as it is now. */
  intervalMs: number;
};

/** So many slots, and when to take them; a probe is a single one, whose answer decides about the breaker. */
export type Slots = { count: number; pace: Pace; probe: boolean };

const MAX_BATCH = 500;
/**
 * A process that has just started compiles, plans and connects: it would miss many slots of a large batch, and what it sent
 * late would arrive in a jam that costs a 429 and a second of silence. So its batches begin small, wait for their answers,
 * and double.
 */
const FIRST_BATCH = 1;
/** A Connector that is slow today is not waited for longer than this. */
const WARM_UP_MS = 250;
const BATCH_SECONDS = 0.25;
/** Longer than this a paused tenant's lane is left, to be opened again by the chores. */
const MAX_PAUSE_WAIT_MS = 1_000;
/** Intents are committed this long before the first slot: enough for the statement, too short to be a backlog. */
const INTENT_LEAD_MS = 60;

/** False when nothing is due, or nothing can leave: that ends the lane. */
export async function sendBatch(parts: SendParts): Promise<boolean> {
  const { settings, work, tenant } = parts;
  // At a rate that was lowered, a batch of the full one would not leave in time.
  const intervalMs = Math.max(tenant.intervalMs, 1_000 / settings.ratePerSecond);
  const size = Math.max(1, Math.min(MAX_BATCH, Math.floor((BATCH_SECONDS * 1_000) / intervalMs), tenant.nextBatch));
  if (work.length === 0 || (await waitOutPause(parts))) return false;
  const slots = await takeSlots(parts, size);
  if (slots === "PAUSED") return false;
  if (slots === "FULL") return true;
  const leasedAt = parts.clock.now();
  const claimed = await claimBatch(parts, slots.count);
  await postAll(parts, claimed.filter(isAddressed), slots, leasedAt);
  await createAndPost(parts, claimed.filter((delivery) => !isAddressed(delivery)), slots);
  if (slots.probe && claimed.length === 0) await parts.ledger.returnProbe(parts.tenantId);
  if (isCold(tenant)) await warmUp(parts);
  return claimed.length > 0;
}

export function startTenant(): TenantState {
  return { pausedUntil: -Infinity, leftAt: -Infinity, nextBatch: FIRST_BATCH, acceptedAt: -Infinity, intervalMs: 0 };
}

/** Until its batches are as large as they get. */
export function isCold({ nextBatch }: TenantState): boolean {
  return nextBatch < MAX_BATCH;
}

async function warmUp({ wire, clock, tenant }: SendParts): Promise<void> {
  await Promise.race([wire.idle(), clock.sleep(WARM_UP_MS)]);
  tenant.nextBatch *= 2;
}

/** What one broadcast leaves of its share, the others get: a slot that nobody takes is lost. */
async function claimBatch(parts: SendParts, count: number): Promise<ClaimedDelivery[]> {
  const { ledger, tenantId, workerId, settings, work, turn } = parts;
  const claim = (shares: Share[]): Promise<ClaimedDelivery[]> =>
    ledger.claim({ workerId, tenantId, shares, leaseMs: leaseMsOf(settings) });
  const shares = shareBatch(work, count, turn);
  const claimed = await claim(shares);
  if (claimed.length === count) return claimed;
  const takenFrom = (id: string): number => claimed.filter(({ broadcastId }) => broadcastId === id).length;
  const limits = new Map(shares.map(({ broadcastId, limit }) => [broadcastId, limit]));
  const others = work.filter(({ broadcastId: id }) => takenFrom(id) === (limits.get(id) ?? 0));
  const rest = shareBatch(others, count - claimed.length, turn);
  if (rest.length === 0) return claimed;
  try {
    return [...claimed, ...(await claim(rest))];
  } catch (error) {
    // Those of the first claim have their intents: left to their leases they would be called unconfirmed.
    takeBackAll(parts, claimed.filter(isAddressed));
    throw error;
  }
}

/** True when the tenant is paused for longer than a lane waits. */
async function waitOutPause({ clock, tenant, stopping }: SendParts): Promise<boolean> {
  const waitMs = tenant.pausedUntil - clock.now();
  if (waitMs > MAX_PAUSE_WAIT_MS) return true;
  if (waitMs > 0) await clock.sleep(waitMs, stopping);
  return stopping.aborted;
}

/** Waits until shortly before the first slot. FULL: all slots worth waiting for are taken, and a while has gone by. */
async function takeSlots(parts: SendParts, wanted: number): Promise<Slots | "PAUSED" | "FULL"> {
  const { ledger, clock, tenant, tenantId, stopping } = parts;
  const reservation = await ledger.reserveSlots(tenantId, wanted);
  if ("pausedForMs" in reservation) {
    // Slots that are all taken are no pause: what holds one leaves in it.
    if (!reservation.full) return rest(reservation.pausedForMs);
    await clock.sleep(Math.min(reservation.pausedForMs, MAX_PAUSE_WAIT_MS), stopping);
    return "FULL";
  }
  const { count, probe = false, firstInMs } = reservation;
  tenant.intervalMs = reservation.intervalMs;
  const pace = createPace({
    clock,
    first: reservation,
    last: tenant,
    cold: isCold(tenant),
    // A trial has one slot, however late it is taken.
    renew: (more) => (probe ? Promise.resolve({ ...reservation, firstInMs: 0 }) : ledger.reserveSlots(tenantId, more, "REST")),
    onPaused: rest,
  });
  if (firstInMs > INTENT_LEAD_MS) await clock.sleep(firstInMs - INTENT_LEAD_MS, stopping);
  return { count, pace, probe };

  function rest(forMs: number): "PAUSED" {
    tenant.pausedUntil = Math.max(tenant.pausedUntil, clock.now() + forMs);
    return "PAUSED";
  }
}
