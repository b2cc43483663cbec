// The contract of ends: finishing, canceling, expiring, and what authors do with what is left. The counters are looked at
// after each of them.
import { describe, expect, test } from "vitest";

import type { MakeWorld } from "./ledger-contract";
import {
  begin, claim, claimCreated, keyOf, LEASE_MS, makeDoubtful, refused, sendingTo, settlement, statusesOf, theOne, UNKNOWN,
} from "./ledger-scenes";
import type { LedgerWorld } from "./ledger-world";

export function describeEnds(makeWorld: MakeWorld): void {
  describe("finishing", () => finishing(makeWorld));
  describe("canceling and expiring", () => canceling(makeWorld));
  describe("what authors decide", () => deciding(makeWorld));
}

function finishing(makeWorld: MakeWorld): void {
  test("a broadcast to nobody is over at once", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 0);
    expect(await world.ledger.finish()).toEqual({ finished: 1, swept: 0 });
    expect(await world.broadcast(id)).toEqual({ status: "FINISHED", pausedBy: null, audienceSize: 0, over: true });
  });

  test("it is over when nothing is queued, claimed, being sent or waiting, and not before", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{ state: "KNOWN" }]);
    const isOver = async (): Promise<boolean> => (await world.ledger.finish()).finished === 1;
    expect(await isOver()).toBe(false);
    const claimed = await claimCreated(world, id);
    expect(await isOver()).toBe(false);
    await world.ledger.saveIntents([keyOf(claimed)], LEASE_MS);
    expect(await isOver()).toBe(false);
    await world.ledger.settle([settlement(claimed, { decision: { status: "RETRY_WAIT", delayMs: 0 }, outcome: UNKNOWN })]);
    expect(await isOver()).toBe(false);
    await world.advance(10);
    const [again] = await begin(world, id);
    await world.ledger.settle([settlement(again!)]);
    expect(await isOver()).toBe(true);
    expect(await world.counters(id)).toEqual({ SENT: 1 });
  });

  test("a paused broadcast does not finish, and goes on where it was", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    await world.pause(id);
    await world.ledger.settle([settlement(sent!)]);
    expect(await world.ledger.finish()).toEqual({ finished: 0, swept: 0 });
    await world.resume(id);
    expect((await world.ledger.finish()).finished).toBe(1);
  });

  test("a broadcast that was paused while it was due resumes as due", async () => {
    const world = await makeWorld();
    await world.addPeople([{}]);
    const id = await world.addBroadcast();
    await world.pause(id);
    expect(await world.ledger.startDue()).toBe(0);
    await world.resume(id);
    expect(await world.ledger.startDue()).toBe(1);
  });
}

function canceling(makeWorld: MakeWorld): void {
  test("a cancel skips what waits, claimed or not; what is on its way comes to its own end, and then it is final", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{}, { state: "KNOWN" }, {}]);
    const [sent] = await begin(world, id, 1);
    await claim(world, id, 1);
    await world.cancel(id);
    expect((await statusesOf(world, id)).sort()).toEqual(["SENDING", "SKIPPED CANCELED", "SKIPPED CANCELED"]);
    await world.ledger.settle([settlement(sent!)]);
    expect(await world.ledger.finish()).toEqual({ finished: 0, swept: 0 });
    expect(await world.counters(id)).toEqual({ "SENT": 1, "SKIPPED CANCELED": 2 });
    expect(await world.broadcast(id)).toMatchObject({ status: "CANCELED", over: true });
  });

  test.each([
    ["canceled", (world: LedgerWorld, id: string) => world.cancel(id)],
    ["expired", (world: LedgerWorld, id: string) => world.expire(id)],
  ])("what may have arrived stays unconfirmed when the broadcast is %s", async (_how, end) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    await end(world, id);
    await world.ledger.finish();
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED NOT_RETRIED"]);
  });

  test("what has not left when the broadcast expires is skipped, and it finishes", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 2);
    await world.expire(id);
    expect((await world.ledger.finish()).swept).toBe(2);
    expect((await world.ledger.finish()).finished).toBe(1);
    expect(await world.counters(id)).toEqual({ "SKIPPED EXPIRED": 2 });
  });
}

function deciding(makeWorld: MakeWorld): void {
  const leftWith = async (world: LedgerWorld, decision: "UNCONFIRMED" | "FAILED"): Promise<string> => {
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    const outcome = decision === "FAILED" ? refused("Code") : UNKNOWN;
    await world.ledger.settle([settlement(sent!, { decision: { status: decision, reason: "Code" }, outcome })]);
    await world.ledger.finish();
    return id;
  };

  test("resending flags the possible duplicate first", async () => {
    const world = await makeWorld();
    const id = await leftWith(world, "UNCONFIRMED");
    await world.resolveUnconfirmed(id, "RESEND");
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", possibleDuplicate: true });
    expect(await world.broadcast(id)).toMatchObject({ status: "SENDING", over: false });
    expect(await begin(world, id)).toMatchObject([{ possibleDuplicate: true, epoch: 2 }]);
  });

  test("closing says failed, in words", async () => {
    const world = await makeWorld();
    const id = await leftWith(world, "UNCONFIRMED");
    await world.resolveUnconfirmed(id, "CLOSE");
    expect(await world.counters(id)).toEqual({ "FAILED CLOSED": 1 });
  });

  test("what failed is retried with fresh attempts and no flag: it was refused", async () => {
    const world = await makeWorld();
    const id = await leftWith(world, "FAILED");
    await world.retryFailed(id);
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", attempts: 0, possibleDuplicate: false });
  });

  // It was unconfirmed, the author closed it, and then retried all that failed: the second message was a duplicate that
  // nobody had written down.
  test("what was closed and is retried after all is flagged: it may have arrived", async () => {
    const world = await makeWorld();
    const id = await leftWith(world, "UNCONFIRMED");
    await world.resolveUnconfirmed(id, "CLOSE");
    await world.retryFailed(id);
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", attempts: 0, possibleDuplicate: true });
  });
}
