// Posting what has an intent: each delivery in its slot and in a place on the wire, once. The answer becomes a decision and
// goes to the settler. What has an intent and cannot leave any more is taken back, so that nobody is called unconfirmed
// whose message never left.
import type { UnknownPolicy } from "@/lib/domain/broadcast";
import type { Settlement } from "@/lib/domain/ledger";
import type { Answer } from "@/lib/domain/outcome";
import type { BroadcastContent, ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";
import { decide } from "@/lib/domain/retry";

import { leaseMsOf } from "./engine";
import { reactForTenant } from "./react";
import type { SendParts, Slots } from "./send";

export type Addressed = ClaimedDelivery & { address: { conversationId: string } };

/** Something accepted within this time means that the tenant can be reached. */
const REACHABLE_MS = 60_000;
/**
 * An intent is good for so long: an opt-out acts within it, and so does a cancel. After a wire full of hanging requests, or
 * a process that stood still, the lease may have ended too, and somebody else decided: then it does not leave any more.
 */
const LEAVE_WITHIN_MS = 1_000;
const LEDGER_REST_MS = 1_000;

/** `deliveries` have their intents committed, within the last moments: since `leasedAt`, before that was asked for. */
export async function postAll(
  parts: SendParts, deliveries: readonly Addressed[], { pace, probe }: Slots, leasedAt: number,
): Promise<void> {
  const { wire, clock, settings } = parts;
  // However long the database took to answer, or this process stood still: the request ends before the lease does.
  const leaveBy = Math.min(clock.now() + LEAVE_WITHIN_MS, leasedAt + leaseMsOf(settings) - settings.requestTimeoutMs);
  let next = 0;
  try {
    for (; next < deliveries.length; next += 1) {
      const delivery = deliveries[next];
      if (!delivery) break;
      const content = await parts.content.get(delivery.broadcastId);
      const slot = pace.next();
      // Awaited only when there is something to wait for: at full speed each await costs as much as the rest of a message.
      if (slot) await slot;
      const place = content ? wire.send(() => post(parts, delivery, content, { probe, leaveBy })) : takeBack(parts, delivery, 0);
      if (place) await place;
    }
  } finally {
    // The ledger failed in between: what has an intent and has not left would be called unconfirmed when its lease ends.
    takeBackAll(parts, deliveries.slice(next));
  }
}

/** Those that have an intent and will not leave. */
export function takeBackAll(parts: SendParts, deliveries: readonly Addressed[]): void {
  for (const delivery of deliveries) takeBack(parts, delivery, 0);
}

type Departure = { probe: boolean; leaveBy: number };

async function post(
  parts: SendParts, delivery: Addressed, content: BroadcastContent, { probe, leaveBy }: Departure,
): Promise<void> {
  const { clock, sender } = parts;
  // Asked here and not in the queue for the wire: a pause may begin while all places are taken.
  const wait = takeConversation(parts, delivery);
  const waitMs = typeof wait === "number" ? wait : await wait;
  if (isHeld(parts, probe) || waitMs > 0 || clock.now() > leaveBy) {
    takeBack(parts, delivery, waitMs);
    if (probe) await parts.ledger.returnProbe(parts.tenantId);
    return;
  }
  const answer = await sender.post(delivery, content);
  const { onUnknown } = content;
  const reaction = finishAttempt(parts, delivery, { attempts: delivery.attempts + 1, kind: "POST", answer, probe, onUnknown });
  if (reaction) await reaction;
}

/** A promise only where the ledger is asked, as an await costs as much as the rest of a message. */
function takeConversation({ clock, conversations, ledger, log }: SendParts, delivery: Addressed): number | Promise<number> {
  const { recipient, address: { conversationId } } = delivery;
  if (recipient.kind === "PERSON") return conversations.take(conversationId, clock.now());
  return ledger.takePlace(conversationId).catch((error: unknown) => {
    // It has its intent: left to its lease it would be called unconfirmed.
    log.error("engine.place_not_asked", { error });
    return LEDGER_REST_MS;
  });
}

export type Finished = {
  kind: Settlement["kind"];
  /** Begun so far, this one included. */
  attempts: number;
  answer: Answer;
  probe: boolean;
  onUnknown?: UnknownPolicy;
};

/** Settles the delivery by its answer. A promise when the answer concerns the whole tenant, too. */
export function finishAttempt(parts: SendParts, delivery: ClaimedDelivery, finished: Finished): Promise<void> | undefined {
  const { clock, settler, tenant, tenantId, random } = parts;
  const { kind, attempts, answer, probe, onUnknown = "HOLD" } = finished;
  const { remedy, possibleDuplicate } = delivery;
  const now = clock.now();
  const isAccepted = answer.outcome.kind === "ACCEPTED";
  if (isAccepted) tenant.acceptedAt = now;
  const tenantReachable = now - tenant.acceptedAt < REACHABLE_MS;
  const decision = decide(answer.outcome, { attempts, remedy, possibleDuplicate, onUnknown, tenantReachable }, random());
  settler.add({ key: keyOf(delivery), tenantId, kind, decision, answer });
  return isAccepted && !probe ? undefined : reactForTenant(parts, answer.outcome, decision, probe);
}

/** The intent is committed but no request has left: the attempt is taken back, and the delivery waits. */
function takeBack({ clock, settler, tenant, tenantId }: SendParts, delivery: ClaimedDelivery, waitMs: number): undefined {
  const delayMs = Math.max(0, tenant.pausedUntil - clock.now(), waitMs);
  settler.add({ key: keyOf(delivery), tenantId, kind: "POST", decision: { status: "RETRY_WAIT", delayMs, uncounted: true } });
}

/** A trial message leaves although the tenant is paused for all others, and for the other lanes because of it. */
export function isHeld({ clock, tenant }: SendParts, probe: boolean): boolean {
  return !probe && clock.now() < tenant.pausedUntil;
}

export function isAddressed(delivery: ClaimedDelivery): delivery is Addressed {
  return delivery.address.conversationId !== null;
}

export function keyOf({ broadcastId, recipientId, epoch }: DeliveryKey): DeliveryKey {
  return { broadcastId, recipientId, epoch };
}
