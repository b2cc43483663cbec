// The contract of resolving, claiming and committing intents: who is frozen into an audience, who gets a lease, and what
// the last gates before a post say.
import { describe, expect, test } from "vitest";

import type { MakeWorld } from "./ledger-contract";
import {
  begin, claim, claimCreated, keyOf, LEASE_MS, makeDoubtful, sending, sendingTo, statusesOf, theOne,
} from "./ledger-scenes";
import { type LedgerWorld, TENANT } from "./ledger-world";

export function describeClaims(makeWorld: MakeWorld): void {
  describe("resolving", () => resolving(makeWorld));
  describe("claiming", () => claiming(makeWorld));
  describe("intents", () => intents(makeWorld));
}

function resolving(makeWorld: MakeWorld): void {
  test("everybody of the audience gets one delivery, and who cannot get the message is skipped with the reason", async () => {
    const world = await makeWorld();
    const states = ["ACTIVE", "KNOWN", "NEEDS_INSTALL", "BLOCKED", "REMOVED", null] as const;
    const people = await world.addPeople([...states.map((state) => ({ state })), { guest: true }, {}]);
    await world.optOut(people[7] ?? "", "EVERYTHING");
    const id = await sending(world);
    expect(await statusesOf(world, id)).toEqual([
      "QUEUED", "QUEUED", "SKIPPED NOT_INSTALLED", "SKIPPED BLOCKED", "SKIPPED REMOVED", "SKIPPED NOT_INSTALLED", "SKIPPED GUEST",
      "SKIPPED OPTED_OUT",
    ]);
    expect(await world.broadcast(id)).toMatchObject({ status: "SENDING", audienceSize: people.length });
    expect(Object.values(await world.counters(id)).reduce((sum, count) => sum + count, 0)).toBe(people.length);
  });

  test("a mandatory topic and a test reach those who opted out", async () => {
    const world = await makeWorld();
    const people = await world.addPeople([{}, { state: "KNOWN" }]);
    for (const person of people) await world.optOut(person, "EVERYTHING");
    for (const input of [{ mandatory: true }, { test: true }]) {
      const id = await sending(world, input);
      expect(await statusesOf(world, id)).toEqual(["QUEUED", "QUEUED"]);
      const claimed = await claim(world, id);
      expect(await statusesOf(world, id)).toEqual(["SENDING", "CLAIMED"]);
      await world.ledger.saveIntents(claimed.map(keyOf), LEASE_MS);
      expect(await statusesOf(world, id)).toEqual(["SENDING", "SENDING"]);
    }
  });

  test("somebody who joins later is not part of a frozen audience", async () => {
    const world = await makeWorld();
    await world.addPeople([{}, {}]);
    const id = await world.addBroadcast();
    await world.ledger.startDue();
    await world.advance(1_000);
    await world.addPeople([{}]);
    while (await world.ledger.resolvePage()) await Promise.resolve();
    expect(await world.deliveries(id)).toHaveLength(2);
  });

  test("a schedule that was missed by far pauses and asks", async () => {
    const world = await makeWorld();
    const id = await world.addBroadcast();
    await world.advance(16 * 60_000);
    expect(await world.ledger.startDue()).toBe(0);
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "MISSED" });
    await world.resume(id);
    expect(await world.ledger.startDue()).toBe(1);
  });
}

function claiming(makeWorld: MakeWorld): void {
  test("work is listed for what is due and sends, urgent first", async () => {
    const world = await makeWorld();
    const normal = await sendingTo(world, 1);
    const urgent = await sending(world, { urgent: true });
    const work = async (): Promise<string[]> => (await world.ledger.listWork()).map(({ broadcastId }) => broadcastId);
    expect(await work()).toEqual([urgent, normal]);
    await world.pause(urgent);
    expect(await work()).toEqual([normal]);
    await claim(world, normal);
    expect(await work()).toEqual([]);
  });

  test("nothing is claimed twice, shares are limits, and each claim has an epoch of its own", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, Array.from({ length: 5 }, () => UNCREATED));
    const first = await claim(world, id, 2);
    const second = await claim(world, id, 9);
    expect([first.length, second.length]).toEqual([2, 3]);
    expect(new Set([...first, ...second].map(({ recipientId }) => recipientId)).size).toBe(5);
    await world.ledger.release(first.map(keyOf));
    expect((await claim(world, id)).map(({ epoch }) => epoch)).toEqual([2, 2]);
  });

  test("only the tenant's own deliveries are claimed", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{}, { tenantId: "tenant-1" }]);
    expect((await claim(world, id)).map(({ tenantId }) => tenantId)).toEqual([TENANT]);
  });

  test("a claim says where the person is, and nothing of a conversation that must be created again", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{ state: "KNOWN" }, {}]);
    const [known, active] = await claim(world, id);
    expect(known?.address.conversationId).toBeNull();
    expect(active?.address.conversationId).toBeTypeOf("string");
    await world.ledger.saveConversation(known!, "chat-new", { outcome: { kind: "ACCEPTED" }, durationMs: 5 });
    expect(await world.reference(known?.recipientId ?? "")).toEqual({ state: "ACTIVE", conversationId: "chat-new" });
    expect(await world.attempts(id, known?.recipientId ?? "")).toMatchObject([{ kind: "CREATE", outcome: "ACCEPTED" }]);
  });

  test("what a worker gives back, or retires with, is free at once", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED, UNCREATED]);
    const workerId = world.newWorkerId();
    await world.ledger.beat(workerId);
    const [one] = await claim(world, id, 1, workerId);
    await claim(world, id, 1, workerId);
    await world.ledger.release([keyOf(one!), { ...keyOf(one!), epoch: 9 }]);
    await world.ledger.retire(workerId);
    expect(await statusesOf(world, id)).toEqual(["QUEUED", "QUEUED"]);
  });
}

/** A person whose claim stays CLAIMED, because the conversation is to be created first. */
const UNCREATED = { state: "KNOWN" } as const;

type SetGate = (world: LedgerWorld, id: string, person: string) => Promise<void>;
/** What becomes of the delivery, and of one that may have arrived already. */
type Gate = [what: string, set: SetGate, result: string, status: string, doubtful: string];

const GATES: Gate[] = [
  ["nothing is in the way", () => Promise.resolve(), "ALLOWED", "SENDING", "SENDING"],
  ["the broadcast is paused", (world, id) => world.pause(id), "RELEASED", "QUEUED", "RETRY_WAIT"],
  ["the broadcast has expired", (world, id) => world.expire(id), "EXPIRED", "SKIPPED EXPIRED", "UNCONFIRMED NOT_RETRIED"],
  [
    "the app was removed", (world, _id, person) => world.setReference(person, "REMOVED"),
    "REMOVED", "SKIPPED REMOVED", "UNCONFIRMED NOT_RETRIED",
  ],
  [
    "the person has blocked", (world, _id, person) => world.setReference(person, "BLOCKED"),
    "BLOCKED", "SKIPPED BLOCKED", "UNCONFIRMED NOT_RETRIED",
  ],
  [
    "the app is not installed", (world, _id, person) => world.setReference(person, "NEEDS_INSTALL"),
    "NOT_INSTALLED", "SKIPPED NOT_INSTALLED", "UNCONFIRMED NOT_RETRIED",
  ],
];

function intents(makeWorld: MakeWorld): void {
  test.each(GATES)("when %s, the claim decides about whoever has a conversation", async (_what, set, result, status) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    await set(world, id, (await theOne(world, id)).recipientId);
    expect(await claim(world, id)).toHaveLength(result === "ALLOWED" ? 1 : 0);
    expect(await statusesOf(world, id)).toEqual([status]);
    expect((await theOne(world, id)).attempts).toBe(result === "ALLOWED" ? 1 : 0);
  });

  test.each(GATES)("when %s, the intent decides about whose conversation was created", async (_what, set, result, status) => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED]);
    const claimed = await claimCreated(world, id);
    await set(world, id, claimed.recipientId);
    expect(await world.ledger.saveIntents([keyOf(claimed)], LEASE_MS)).toEqual([{ ...keyOf(claimed), result }]);
    expect(await statusesOf(world, id)).toEqual([status]);
    expect((await theOne(world, id)).attempts).toBe(result === "ALLOWED" ? 1 : 0);
  });

  const title = "when %s, what may have arrived already is never called skipped";
  test.each(GATES)(`${title} by the claim`, async (_what, set, _result, _status, doubtful) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    await set(world, id, (await theOne(world, id)).recipientId);
    await claim(world, id);
    expect(await statusesOf(world, id)).toEqual([doubtful]);
    expect(await theOne(world, id)).toMatchObject({ possibleDuplicate: true });
  });

  test.each(GATES)(`${title} by the intent`, async (_what, set, result, _status, doubtful) => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED], { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    const [claimed] = await claim(world, id);
    await set(world, id, claimed?.recipientId ?? "");
    expect(await world.ledger.saveIntents([keyOf(claimed!)], LEASE_MS)).toEqual([{ ...keyOf(claimed!), result }]);
    expect(await statusesOf(world, id)).toEqual([doubtful]);
    expect(await theOne(world, id)).toMatchObject({ possibleDuplicate: true });
  });

  test.each(["NEWS", "EVERYTHING"] as const)("an opt-out of %s takes what is claimed out of the worker's hands", async (what) => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED]);
    const [claimed] = await claim(world, id);
    await world.optOut(claimed?.recipientId ?? "", what);
    expect(await world.ledger.saveIntents([keyOf(claimed!)], LEASE_MS)).toEqual([]);
    expect(await statusesOf(world, id)).toEqual(["SKIPPED OPTED_OUT"]);
  });

  test("a cancel takes what is claimed out of the worker's hands", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED]);
    const [claimed] = await claim(world, id);
    await world.cancel(id);
    expect(await world.ledger.saveIntents([keyOf(claimed!)], LEASE_MS)).toEqual([]);
    await world.ledger.release([keyOf(claimed!)]);
    expect(await statusesOf(world, id)).toEqual(["SKIPPED CANCELED"]);
  });

  test("a cancel leaves what may have arrived unconfirmed, claimed once more or not", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED], { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    await claim(world, id);
    await world.cancel(id);
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED NOT_RETRIED"]);
  });

  test.each(["RETRY_WAIT", "CLAIMED"])("an opt-out leaves what may have arrived unconfirmed, waiting as %s", async (status) => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED], { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    if (status === "CLAIMED") await claim(world, id);
    expect(await statusesOf(world, id)).toEqual([status]);
    await world.optOut((await theOne(world, id)).recipientId, "NEWS");
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED NOT_RETRIED"]);
  });

  test("an opt-out leaves what is on its way as it is", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [claimed] = await begin(world, id);
    await world.optOut(claimed?.recipientId ?? "", "NEWS");
    expect(await statusesOf(world, id)).toEqual(["SENDING"]);
  });

  test("an intent of another epoch is refused", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [UNCREATED]);
    const [stale] = await claim(world, id);
    await world.ledger.release([keyOf(stale!)]);
    await claim(world, id);
    expect(await world.ledger.saveIntents([keyOf(stale!)], LEASE_MS)).toEqual([]);
    expect(await statusesOf(world, id)).toEqual(["CLAIMED"]);
  });
}
