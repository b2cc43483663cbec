// One batch through the gates:
//   1 claim      rows due now, a fair share of each broadcast, under a lease
//   2 slots      as many as there will be requests; a paused tenant gives the claims back
//   3 create     conversations nobody has created yet; repeatable, so still under the claim and not under an intent
//   4 intent     committed before any post; opt-outs, pauses and cancels decide here for the last time
//   5 post       each in its slot; a pause that begins meanwhile takes back what has not left
//   6 settle     the answer becomes a decision
// A batch is at most a quarter of a second of sends and 500 rows, so that a crash leaves little unconfirmed.
import type { UnknownPolicy } from "@/lib/domain/broadcast";
import type { ConversationLimits } from "@/lib/domain/conversation-limits";
import type { Settlement, Work } from "@/lib/domain/ledger";
import type { Answer } from "@/lib/domain/outcome";
import type { BroadcastContent, ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";
import { decide } from "@/lib/domain/retry";

import type { ContentCache } from "./content";
import { type EngineParts, leaseMsOf } from "./engine";
import { createPace, type Pace } from "./pace";
import { reactForTenant } from "./react";
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
  /** When something was last accepted. */
  acceptedAt: number;
  /** Between the slots that were last reserved: the rate as it is now. */
  intervalMs: number;
};

type Addressed = ClaimedDelivery & { address: { conversationId: string } };

const MAX_BATCH = 500;
const BATCH_SECONDS = 0.25;
/** Longer than this a paused tenant's lane is left, to be opened again by the chores. */
const MAX_PAUSE_WAIT_MS = 1_000;
/** Something accepted within this time means that the tenant can be reached. */
const REACHABLE_MS = 60_000;
/** Intents are committed this long before the first slot: enough for the statement, too short to be a backlog. */
const INTENT_LEAD_MS = 60;
/**
 * An intent is good for so long: an opt-out acts within it, and so does a cancel. After a wire full of hanging requests, or
 * a process that stood still, the lease may have ended too, and somebody else decided: then it does not leave any more.
 */
const LEAVE_WITHIN_MS = 1_000;

/** Returns how many deliveries were claimed; 0 ends the lane. */
export async function sendBatch(parts: SendParts): Promise<number> {
  const { ledger, tenantId, workerId, settings, work, turn, tenant } = parts;
  // At a rate that was lowered, a batch of the full one would not leave in time.
  const intervalMs = Math.max(tenant.intervalMs, 1_000 / settings.ratePerSecond);
  const size = Math.max(1, Math.min(MAX_BATCH, Math.floor((BATCH_SECONDS * 1_000) / intervalMs)));
  const shares = shareBatch(work, size, turn);
  if (shares.length === 0 || (await waitOutPause(parts))) return 0;
  const claimed = await ledger.claim({ workerId, tenantId, shares, leaseMs: leaseMsOf(settings) });
  if (claimed.length === 0) return 0;
  const slots = await takeSlots(parts, claimed);
  if (!slots) return 0;
  await postAll(parts, await createMissing(parts, slots), slots);
  return slots.deliveries.length;
}

/** The deliveries that have slots; a probe is a single one, whose answer decides about the breaker. */
type Slots = { deliveries: ClaimedDelivery[]; pace: Pace; probe: boolean };

/** True when the tenant is paused for longer than a lane waits. */
async function waitOutPause({ clock, tenant, stopping }: SendParts): Promise<boolean> {
  const waitMs = tenant.pausedUntil - clock.now();
  if (waitMs > MAX_PAUSE_WAIT_MS) return true;
  if (waitMs > 0) await clock.sleep(waitMs, stopping);
  return stopping.aborted;
}

async function takeSlots(parts: SendParts, claimed: ClaimedDelivery[]): Promise<Slots | undefined> {
  const { ledger, clock, tenant, tenantId, stopping } = parts;
  const creates = claimed.filter((delivery) => delivery.address.conversationId === null).length;
  const reservation = await ledger.reserveSlots(tenantId, claimed.length + creates);
  if ("pausedForMs" in reservation) {
    tenant.pausedUntil = Math.max(tenant.pausedUntil, clock.now() + reservation.pausedForMs);
    await ledger.release(claimed.map(keyOf));
    return undefined;
  }
  tenant.intervalMs = reservation.intervalMs;
  const probe = reservation.probe ?? false;
  const deliveries = probe ? [claimed.find(isAddressed) ?? claimed[0]].filter((one) => one !== undefined) : claimed;
  if (probe) await ledger.release(claimed.filter((delivery) => !deliveries.includes(delivery)).map(keyOf));
  const pace = createPace({
    clock,
    first: reservation,
    // A trial has one slot, however late it is taken.
    renew: (count) => (probe ? Promise.resolve({ ...reservation, firstInMs: 0 }) : ledger.reserveSlots(tenantId, count)),
    onPaused: (forMs) => {
      tenant.pausedUntil = Math.max(tenant.pausedUntil, clock.now() + forMs);
    },
  });
  if (reservation.firstInMs > INTENT_LEAD_MS) await clock.sleep(reservation.firstInMs - INTENT_LEAD_MS, stopping);
  return { deliveries, pace, probe };
}

/** Returns the deliveries that have a conversation; the others are settled or given back. */
async function createMissing(parts: SendParts, { deliveries, pace, probe }: Slots): Promise<Addressed[]> {
  const { ledger, log } = parts;
  const ready = deliveries.filter(isAddressed);
  const requests: Promise<void>[] = [];
  const unsent: DeliveryKey[] = [];
  for (const delivery of deliveries) {
    if (isAddressed(delivery)) continue;
    await pace.next();
    // One that breaks is left to its lease; the others of the batch go on. Caught here and not when all are awaited:
    // until then nobody would listen, and a rejection that nobody listens to ends the process.
    requests.push(create(delivery).catch((error: unknown) => log.error("engine.create_failed", { error })));
  }
  await Promise.all(requests);
  await ledger.release(unsent);
  return ready;

  async function create(delivery: ClaimedDelivery): Promise<void> {
    const answer = await onWire(parts, probe, () => parts.sender.createConversation(delivery));
    if (!answer) return void unsent.push(keyOf(delivery));
    const { outcome } = answer;
    if (outcome.kind === "ACCEPTED" && outcome.conversationId) {
      await ledger.saveConversation(delivery, outcome.conversationId, answer);
      ready.push({ ...delivery, address: { ...delivery.address, conversationId: outcome.conversationId } });
    } else {
      await finishAttempt(parts, delivery, { kind: "CREATE", answer, probe });
    }
  }
}

async function postAll(parts: SendParts, ready: Addressed[], { pace, probe }: Slots): Promise<void> {
  const { ledger, settings, wire, clock } = parts;
  if (ready.length === 0) return;
  const leaveBy = clock.now() + LEAVE_WITHIN_MS;
  const intents = await ledger.saveIntents(ready.map(keyOf), leaseMsOf(settings));
  const allowed = new Set(intents.filter((intent) => intent.result === "ALLOWED").map(idOf));
  const unsent = ready.filter((delivery) => allowed.has(idOf(delivery)));
  try {
    for (let delivery = unsent[0]; delivery; delivery = unsent[0]) {
      const content = await parts.content.get(delivery.broadcastId);
      await pace.next();
      unsent.shift();
      if (content) await wire.send(() => post(parts, delivery, content, { probe, leaveBy }));
      else takeBack(parts, delivery, 0);
    }
  } finally {
    // The ledger failed in between: what has an intent and has not left would be called unconfirmed when its lease ends.
    for (const delivery of unsent) takeBack(parts, delivery, 0);
  }
}

type Departure = { probe: boolean; leaveBy: number };

async function post(
  parts: SendParts, delivery: Addressed, content: BroadcastContent, { probe, leaveBy }: Departure,
): Promise<void> {
  // Asked here and not in the queue for the wire: a pause may begin while all places are taken.
  const waitMs = parts.conversations.take(delivery.address.conversationId, parts.clock.now());
  if (isHeld(parts, probe) || waitMs > 0 || parts.clock.now() > leaveBy) return takeBack(parts, delivery, waitMs);
  const answer = await parts.sender.post(delivery, content);
  const { onUnknown } = content;
  await finishAttempt(parts, { ...delivery, attempts: delivery.attempts + 1 }, { kind: "POST", answer, probe, onUnknown });
}

type Finished = { kind: Settlement["kind"]; answer: Answer; probe: boolean; onUnknown?: UnknownPolicy };

async function finishAttempt(parts: SendParts, delivery: ClaimedDelivery, finished: Finished): Promise<void> {
  const { clock, settler, tenant, tenantId, random } = parts;
  const { kind, answer, probe, onUnknown = "HOLD" } = finished;
  const { attempts, remedy, possibleDuplicate } = delivery;
  if (answer.outcome.kind === "ACCEPTED") tenant.acceptedAt = clock.now();
  const tenantReachable = clock.now() - tenant.acceptedAt < REACHABLE_MS;
  const decision = decide(answer.outcome, { attempts, remedy, possibleDuplicate, onUnknown, tenantReachable }, random());
  settler.add({ key: keyOf(delivery), tenantId, kind, decision, answer });
  await reactForTenant(parts, answer.outcome, decision, probe);
}

/** The intent is committed but no request has left: the attempt is taken back, and the delivery waits. */
function takeBack({ clock, settler, tenant, tenantId }: SendParts, delivery: ClaimedDelivery, waitMs: number): void {
  const delayMs = Math.max(0, tenant.pausedUntil - clock.now(), waitMs);
  settler.add({ key: keyOf(delivery), tenantId, kind: "POST", decision: { status: "RETRY_WAIT", delayMs, uncounted: true } });
}

/** Runs a request whose answer is needed here, in a place on the wire; undefined when the tenant is paused by then. */
function onWire(parts: SendParts, probe: boolean, request: () => Promise<Answer>): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    void parts.wire.send(async () => (isHeld(parts, probe) ? resolve(undefined) : request().then(resolve, reject)));
  });
}

/** A trial message leaves although the tenant is paused for all others, and for the other lanes because of it. */
function isHeld({ clock, tenant }: SendParts, probe: boolean): boolean {
  return !probe && clock.now() < tenant.pausedUntil;
}

function isAddressed(delivery: ClaimedDelivery): delivery is Addressed {
  return delivery.address.conversationId !== null;
}

function keyOf({ broadcastId, recipientId, epoch }: DeliveryKey): DeliveryKey {
  return { broadcastId, recipientId, epoch };
}

function idOf({ broadcastId, recipientId }: DeliveryKey): string {
  return `${broadcastId}/${recipientId}`;
}
