// One batch through the gates:
//   1 claim      rows due now, a fair share of each broadcast, under a lease
//   2 slots      as many as there will be requests; a paused tenant gives the claims back
//   3 create     conversations nobody has created yet; repeatable, so still under the claim and not under an intent
//   4 intent     committed before any post; opt-outs, pauses and cancels decide here for the last time
//   5 post       each in its slot; a pause that begins meanwhile takes back what has not left
//   6 settle     the answer becomes a decision
// A batch is at most a quarter of a second of sends and 500 rows, so that a crash leaves little unconfirmed.
import type { Settlement, Work } from "@/lib/domain/ledger";
import type { Answer } from "@/lib/domain/outcome";
import type { BroadcastContent, ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";
import { decide, OUTAGE_DELAY_MS, throttleDelayMs } from "@/lib/domain/retry";

import type { ContentCache } from "./content";
import { type EngineParts, leaseMsOf } from "./engine";
import { createPace, type Pace } from "./pace";
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
  /** Until when this tenant sends nothing, on this process's clock. The ledger has its own, for all processes. */
  pause: { until: number };
};

type Addressed = ClaimedDelivery & { address: { conversationId: string } };

const MAX_BATCH = 500;
const BATCH_SECONDS = 0.25;
/** Longer than this a paused tenant's lane is left, to be opened again by the chores. */
const MAX_PAUSE_WAIT_MS = 1_000;
/** Intents are committed this long before the first slot: enough for the statement, too short to be a backlog. */
const INTENT_LEAD_MS = 60;

/** Returns how many deliveries were claimed; 0 ends the lane. */
export async function sendBatch(parts: SendParts): Promise<number> {
  const { ledger, tenantId, workerId, settings, work, turn } = parts;
  const size = Math.max(1, Math.min(MAX_BATCH, Math.floor(settings.ratePerSecond * BATCH_SECONDS)));
  const shares = shareBatch(work, size, turn);
  if (shares.length === 0 || (await waitOutPause(parts))) return 0;
  const claimed = await ledger.claim({ workerId, tenantId, shares, leaseMs: leaseMsOf(settings) });
  if (claimed.length === 0) return 0;
  const pace = await takeSlots(parts, claimed);
  if (!pace) return 0;
  await postAll(parts, await createMissing(parts, claimed, pace), pace);
  return claimed.length;
}

/** True when the tenant is paused for longer than a lane waits. */
async function waitOutPause({ clock, pause, stopping }: SendParts): Promise<boolean> {
  const waitMs = pause.until - clock.now();
  if (waitMs > MAX_PAUSE_WAIT_MS) return true;
  if (waitMs > 0) await clock.sleep(waitMs, stopping);
  return stopping.aborted;
}

async function takeSlots(parts: SendParts, claimed: ClaimedDelivery[]): Promise<Pace | undefined> {
  const { ledger, clock, pause, tenantId, stopping } = parts;
  const creates = claimed.filter((delivery) => delivery.address.conversationId === null).length;
  const reservation = await ledger.reserveSlots(tenantId, claimed.length + creates);
  if ("pausedForMs" in reservation) {
    pause.until = Math.max(pause.until, clock.now() + reservation.pausedForMs);
    await ledger.release(claimed.map(keyOf));
    return undefined;
  }
  const pace = createPace(clock, reservation);
  if (reservation.firstInMs > INTENT_LEAD_MS) await clock.sleep(reservation.firstInMs - INTENT_LEAD_MS, stopping);
  return pace;
}

/** Returns the deliveries that have a conversation; the others are settled or given back. */
async function createMissing(parts: SendParts, claimed: ClaimedDelivery[], pace: Pace): Promise<Addressed[]> {
  const ready = claimed.filter(isAddressed);
  const requests: Promise<void>[] = [];
  const unsent: DeliveryKey[] = [];
  for (const delivery of claimed) {
    if (isAddressed(delivery)) continue;
    await pace.next();
    if (isPaused(parts)) unsent.push(keyOf(delivery));
    else requests.push(create(delivery));
  }
  await parts.ledger.release(unsent);
  await Promise.all(requests);
  return ready;

  async function create(delivery: ClaimedDelivery): Promise<void> {
    const answer = await onWire(parts, () => parts.sender.createConversation(delivery));
    const { outcome } = answer;
    if (outcome.kind === "ACCEPTED" && outcome.conversationId) {
      await parts.ledger.saveConversation(delivery, outcome.conversationId, answer);
      ready.push({ ...delivery, address: { ...delivery.address, conversationId: outcome.conversationId } });
    } else {
      await finishAttempt(parts, delivery, "CREATE", answer);
    }
  }
}

async function postAll(parts: SendParts, ready: Addressed[], pace: Pace): Promise<void> {
  const { ledger, settings, wire } = parts;
  if (ready.length === 0) return;
  const intents = await ledger.saveIntents(ready.map(keyOf), leaseMsOf(settings));
  const allowed = new Set(intents.filter((intent) => intent.result === "ALLOWED").map(idOf));
  for (const delivery of ready.filter((candidate) => allowed.has(idOf(candidate)))) {
    const content = await parts.content.get(delivery.broadcastId);
    await pace.next();
    if (!content || isPaused(parts)) takeBack(parts, delivery);
    else await wire.send(() => post(parts, delivery, content));
  }
}

async function post(parts: SendParts, delivery: Addressed, content: BroadcastContent): Promise<void> {
  const answer = await parts.sender.post(delivery, content);
  await finishAttempt(parts, { ...delivery, attempts: delivery.attempts + 1 }, "POST", answer, content);
}

async function finishAttempt(
  parts: SendParts,
  delivery: ClaimedDelivery,
  kind: Settlement["kind"],
  answer: Answer,
  content?: BroadcastContent,
): Promise<void> {
  const { attempts, remedy, possibleDuplicate } = delivery;
  const onUnknown = content?.onUnknown ?? "HOLD";
  const decision = decide(answer.outcome, { attempts, remedy, possibleDuplicate, onUnknown }, parts.random());
  parts.settler.add({ key: keyOf(delivery), kind, decision, answer });
  await pauseTenant(parts, answer, decision.status === "RETRY_WAIT" && decision.delayMs === 0);
}

/** A 429, or an answer that concerns the whole tenant, stops it at once here and, through the ledger, everywhere. */
async function pauseTenant(parts: SendParts, { outcome }: Answer, remedied: boolean): Promise<void> {
  const { ledger, clock, log, pause, tenantId } = parts;
  if ((outcome.kind !== "THROTTLED" && outcome.kind !== "OUTAGE") || remedied) return;
  const forMs = outcome.kind === "THROTTLED" ? throttleDelayMs(outcome.retryAfterMs) : OUTAGE_DELAY_MS;
  pause.until = Math.max(pause.until, clock.now() + forMs);
  log.warn("engine.tenant_paused", { tenantId, forMs, cause: outcome.kind });
  try {
    await ledger.pauseSlots(tenantId, forMs, outcome.kind);
  } catch (error) {
    // The pause of this process holds all the same; the others will be told by Teams.
    log.error("engine.pause_failed", { error, tenantId });
  }
}

/** The intent is committed but no request has left: the attempt is taken back and the delivery waits out the pause. */
function takeBack({ clock, pause, settler }: SendParts, delivery: ClaimedDelivery): void {
  const delayMs = Math.max(0, pause.until - clock.now());
  settler.add({ key: keyOf(delivery), kind: "POST", decision: { status: "RETRY_WAIT", delayMs, uncounted: true } });
}

/** Runs a request whose answer is needed here, in a place on the wire. */
function onWire({ wire }: SendParts, request: () => Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    void wire.send(() => request().then(resolve, reject));
  });
}

function isPaused({ clock, pause }: SendParts): boolean {
  return clock.now() < pause.until;
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
