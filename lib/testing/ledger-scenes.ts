// Scenes that the contract suite begins with: a broadcast that sends, claimed, on its way.
import type { Settlement } from "@/lib/domain/ledger";
import type { Outcome } from "@/lib/domain/outcome";
import type { ClaimedDelivery, DeliveryKey } from "@/lib/domain/ports";

import { type BroadcastInput, type DeliveryView, type LedgerWorld, type PersonInput, TENANT } from "./ledger-world";

export const LEASE_MS = 25_000;

/** The audience is frozen and the broadcast sends. */
export async function sending(world: LedgerWorld, input: BroadcastInput = {}): Promise<string> {
  const id = await world.addBroadcast(input);
  await world.ledger.startDue();
  while (await world.ledger.resolvePage()) await Promise.resolve();
  return id;
}

export async function sendingTo(world: LedgerWorld, people: number | PersonInput[], input: BroadcastInput = {}): Promise<string> {
  await world.addPeople(typeof people === "number" ? Array.from({ length: people }, () => ({})) : people);
  return sending(world, input);
}

export function claim(
  world: LedgerWorld,
  broadcastId: string,
  limit = 100,
  workerId = world.newWorkerId(),
): Promise<ClaimedDelivery[]> {
  return world.ledger.claim({ workerId, tenantId: TENANT, shares: [{ broadcastId, limit }], leaseMs: LEASE_MS });
}

/** Claims all that is due, with the intents: everybody in these scenes has a conversation. */
export const begin = claim;

/** A delivery that stays CLAIMED, because its conversation is to be created first, and then has one. */
export async function claimCreated(world: LedgerWorld, broadcastId: string): Promise<ClaimedDelivery> {
  const [claimed] = await claim(world, broadcastId, 1);
  if (!claimed) throw new Error("Nothing is due.");
  await world.ledger.saveConversation(claimed, `chat-${claimed.recipientId}`, { outcome: { kind: "ACCEPTED" }, durationMs: 5 });
  return claimed;
}

export function keyOf({ broadcastId, recipientId, epoch }: DeliveryKey): DeliveryKey {
  return { broadcastId, recipientId, epoch };
}

type Change = Partial<Pick<Settlement, "kind" | "decision">> & { outcome?: Outcome | null };

/** A settlement of what a worker holds; by default it was accepted. An outcome of null means that nothing left. */
export function settlement(key: DeliveryKey, change: Change = {}): Settlement {
  const { kind = "POST", decision = { status: "SENT" }, outcome = ACCEPTED } = change;
  const answer = outcome && { answer: { outcome, durationMs: 5 } };
  return { key: keyOf(key), tenantId: TENANT, kind, decision, ...answer };
}

export const ACCEPTED: Outcome = { kind: "ACCEPTED", activityId: "activity-1" };
export const UNKNOWN: Outcome = { kind: "UNKNOWN", reason: "RESET" };
export const refused = (code: string): Outcome => ({ kind: "REFUSED", code, scope: "RECIPIENT" });

/** The only delivery of a broadcast, in short. */
export async function theOne(world: LedgerWorld, id: string): Promise<DeliveryView> {
  const [row] = await world.deliveries(id);
  if (!row) throw new Error("The broadcast has no delivery.");
  return row;
}

/** `STATUS reason` of every delivery, in the order of the people. */
export async function statusesOf(world: LedgerWorld, id: string): Promise<string[]> {
  return (await world.deliveries(id)).map(({ status, reason }) => `${status} ${reason ?? ""}`.trim());
}

/** A delivery that may have arrived, waits to be sent once more, and is flagged. */
export async function makeDoubtful(world: LedgerWorld, id: string): Promise<void> {
  const [claimed] = await claim(world, id, 1);
  if (claimed?.address.conversationId === null) await world.ledger.saveIntents([keyOf(claimed)], LEASE_MS);
  await world.advance(LEASE_MS + 1_000);
  await world.ledger.recover();
  await world.advance(31_000);
}
