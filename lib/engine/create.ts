// Conversations that nobody has created yet. A create may be repeated, so it needs no intent: it happens under the claim,
// in a slot like every request. Then the intents are committed, for the last time of asking, and the posts leave.
import type { Answer } from "@/lib/domain/outcome";
import type { ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";

import { leaseMsOf } from "./engine";
import { createPace, type PaceParts } from "./pace";
import { type Addressed, finishAttempt, isHeld, keyOf, postAll } from "./post";
import { isCold, type SendParts, type Slots } from "./send";

/** All slots taken means a second of them: after so many waits the lease may be close. */
const FULL_TRIES = 5;

/** Creates in the slots that were reserved for the batch; the posts need slots of their own. */
export async function createAndPost(parts: SendParts, deliveries: readonly ClaimedDelivery[], slots: Slots): Promise<void> {
  if (deliveries.length === 0) return;
  const ready = await createAll(parts, deliveries, slots);
  if (ready.length === 0) return;
  const postSlots = slots.probe ? slots : await takePostSlots(parts, ready.length);
  if (!postSlots) return parts.ledger.release(ready.map(keyOf));
  const leasedAt = parts.clock.now();
  const intents = await parts.ledger.saveIntents(ready.map(keyOf), leaseMsOf(parts.settings));
  const allowed = new Set(intents.filter((intent) => intent.result === "ALLOWED").map(idOf));
  if (slots.probe && allowed.size === 0) await parts.ledger.returnProbe(parts.tenantId);
  await postAll(parts, ready.filter((delivery) => allowed.has(idOf(delivery))), postSlots, leasedAt);
}

/** Returns the deliveries that have a conversation now; the others are settled or given back. */
async function createAll(parts: SendParts, deliveries: readonly ClaimedDelivery[], { pace, probe }: Slots): Promise<Addressed[]> {
  const { ledger, log } = parts;
  const ready: Addressed[] = [];
  const requests: Promise<void>[] = [];
  const unsent: DeliveryKey[] = [];
  for (const delivery of deliveries) {
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
      await finishAttempt(parts, delivery, { attempts: delivery.attempts, kind: "CREATE", answer, probe });
    }
  }
}

/**
 * Undefined when the tenant is paused by now. Slots that are all taken are waited for, a while: lanes that gave back what
 * they had created would create it again, in the slots that others needed to post.
 */
async function takePostSlots(parts: SendParts, count: number): Promise<Slots | undefined> {
  const { ledger, clock, tenant, tenantId, stopping } = parts;
  const reserve: PaceParts["renew"] = (more) => ledger.reserveSlots(tenantId, more, "REST");
  const onPaused = (forMs: number): void => {
    tenant.pausedUntil = Math.max(tenant.pausedUntil, clock.now() + forMs);
  };
  for (let tries = 0; tries < FULL_TRIES && !stopping.aborted; tries += 1) {
    const reservation = await reserve(count);
    if (!("pausedForMs" in reservation)) {
      const pace = createPace({ clock, first: reservation, last: tenant, cold: isCold(tenant), renew: reserve, onPaused });
      return { count, pace, probe: false };
    }
    if (!reservation.full) {
      onPaused(reservation.pausedForMs);
      return undefined;
    }
    await clock.sleep(reservation.pausedForMs, stopping);
  }
  return undefined;
}

/** Runs a request whose answer is needed here, in a place on the wire; undefined when the tenant is paused by then. */
function onWire(parts: SendParts, probe: boolean, request: () => Promise<Answer>): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    void parts.wire.send(async () => (isHeld(parts, probe) ? resolve(undefined) : request().then(resolve, reject)));
  });
}

function idOf({ broadcastId, recipientId }: DeliveryKey): string {
  return `${broadcastId}/${recipientId}`;
}
