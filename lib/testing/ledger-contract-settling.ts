// The contract of settling and recovering: what an answer changes, whom it no longer concerns, what a late proof proves,
// and what becomes of the work of a worker that is gone.
import { describe, expect, test } from "vitest";

import type { Decision, Settlement } from "@/lib/domain/ledger";

import type { MakeWorld } from "./ledger-contract";
import {
  ACCEPTED, begin, claim, keyOf, LEASE_MS, makeDoubtful, refused, sendingTo, settlement, statusesOf, theOne, UNKNOWN,
} from "./ledger-scenes";

export function describeSettling(makeWorld: MakeWorld): void {
  describe("settling", () => settling(makeWorld));
  describe("late proof", () => lateProof(makeWorld));
  describe("recovering", () => recovering(makeWorld));
}

const DECISIONS: [decision: Decision, status: string, more: Record<string, unknown>][] = [
  [{ status: "SENT", activityId: "activity-1" }, "SENT", { attempts: 1, activityId: "activity-1" }],
  [{ status: "RETRY_WAIT", delayMs: 500 }, "RETRY_WAIT", { attempts: 1, possibleDuplicate: false }],
  [{ status: "RETRY_WAIT", delayMs: 0, remedy: "SWITCH_HOST" }, "RETRY_WAIT", { attempts: 1, remedy: "SWITCH_HOST" }],
  [{ status: "RETRY_WAIT", delayMs: 500, uncounted: true }, "RETRY_WAIT", { attempts: 0 }],
  [{ status: "RETRY_WAIT", delayMs: 500, possibleDuplicate: true }, "RETRY_WAIT", { attempts: 1, possibleDuplicate: true }],
  [{ status: "FAILED", reason: "BotDisabledByAdmin" }, "FAILED BotDisabledByAdmin", { attempts: 1 }],
  [{ status: "UNCONFIRMED", reason: "RESET" }, "UNCONFIRMED RESET", { attempts: 1 }],
];

function settling(makeWorld: MakeWorld): void {
  test.each(DECISIONS)("%j is written, twice with the effect of once", async (decision, status, more) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    await world.ledger.settle([settlement(sent!, { decision })]);
    await world.ledger.settle([settlement(sent!, { decision })]);
    expect(await statusesOf(world, id)).toEqual([status]);
    expect(await theOne(world, id)).toMatchObject(more);
    expect(await world.counters(id)).toEqual({ [status]: 1 });
    expect(await world.attempts(id, sent?.recipientId ?? "")).toHaveLength(1);
  });

  test("what waits is due after its delay and not before", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    await world.ledger.settle([settlement(sent!, { decision: { status: "RETRY_WAIT", delayMs: 60_000 } })]);
    expect(await claim(world, id)).toEqual([]);
    await world.advance(61_000);
    expect(await claim(world, id)).toMatchObject([{ attempts: 1, epoch: 2 }]);
  });

  test("a request that never left is taken back, and leaves no attempt", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [held] = await begin(world, id);
    const decision: Decision = { status: "RETRY_WAIT", delayMs: 0, uncounted: true };
    await world.ledger.settle([settlement(held!, { decision, outcome: null })]);
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", attempts: 0 });
    expect(await world.attempts(id, held?.recipientId ?? "")).toEqual([]);
  });

  test("an answer for another epoch changes nothing, but is kept on its attempt", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    const [late] = await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    await world.ledger.recover();
    await world.advance(31_000);
    await begin(world, id);
    await world.ledger.settle([settlement(late!)]);
    expect(await statusesOf(world, id)).toEqual(["SENDING"]);
    const attempts = await world.attempts(id, late?.recipientId ?? "");
    expect(attempts).toMatchObject([{ epoch: 1, outcome: "ACCEPTED" }]);
  });

  test("a refused create fails the delivery from its claim and is an attempt", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{ state: "KNOWN" }]);
    const [claimed] = await claim(world, id);
    const decision: Decision = { status: "FAILED", reason: "UserNotFound" };
    await world.ledger.settle([settlement(claimed!, { kind: "CREATE", decision, outcome: refused("UserNotFound") })]);
    expect(await theOne(world, id)).toMatchObject({ status: "FAILED", reason: "UserNotFound", attempts: 1 });
    const attempts = await world.attempts(id, claimed?.recipientId ?? "");
    expect(attempts).toMatchObject([{ kind: "CREATE", outcome: "REFUSED", code: "UserNotFound" }]);
  });

  test("the remedy of a lost conversation is to create it again", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    const decision: Decision = { status: "RETRY_WAIT", delayMs: 0, remedy: "RECREATE_CONVERSATION" };
    await world.ledger.settle([settlement(sent!, { decision, outcome: refused("ConversationNotFound") })]);
    await world.advance(10);
    const [again] = await claim(world, id);
    expect(again).toMatchObject({ remedy: "RECREATE_CONVERSATION", address: { conversationId: null } });
  });

  const verdicts = ["BLOCKED", "NEEDS_INSTALL", "REMOVED"] as const;
  test.each(verdicts)("a verdict of %s moves the reference, and nothing else does", async (verdict) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 2);
    const [judged, other] = await begin(world, id);
    await world.ledger.settle([
      settlement(judged!, { decision: { status: "FAILED", reason: "Code", verdict }, outcome: refused("Code") }),
      settlement(other!, { decision: { status: "FAILED", reason: "Code" }, outcome: refused("Code") }),
    ]);
    expect((await world.reference(judged?.recipientId ?? ""))?.state).toBe(verdict);
    expect((await world.reference(other?.recipientId ?? ""))?.state).toBe("ACTIVE");
  });
}

function lateProof(makeWorld: MakeWorld): void {
  test.each(["HOLD", "RETRY"] as const)("with %s an acceptance that comes after the lease still proves it", async (onUnknown) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown });
    const [late] = await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    await world.ledger.recover();
    expect(await statusesOf(world, id)).toEqual([onUnknown === "HOLD" ? "UNCONFIRMED LEASE_EXPIRED" : "RETRY_WAIT"]);
    await world.ledger.settle([settlement(late!)]);
    expect(await statusesOf(world, id)).toEqual(["SENT"]);
    expect(await world.attempts(id, late?.recipientId ?? "")).toMatchObject([{ outcome: "ACCEPTED" }]);
  });

  test("what never left waits to be sent, although its lease had ended, and leaves no attempt", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 2);
    const [held, other] = await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    await world.ledger.recover();
    const takenBack: Pick<Settlement, "decision"> = { decision: { status: "RETRY_WAIT", delayMs: 0, uncounted: true } };
    await world.ledger.settle([settlement(held!, { ...takenBack, outcome: null })]);
    expect(await statusesOf(world, id)).toEqual(["RETRY_WAIT", "UNCONFIRMED LEASE_EXPIRED"]);
    expect(await world.attempts(id, held?.recipientId ?? "")).toEqual([]);
    const [again] = await begin(world, id);
    await world.ledger.settle([settlement(again!)]);
    await world.ledger.finish();
    await world.ledger.settle([settlement(other!, { ...takenBack, outcome: null })]);
    expect(await statusesOf(world, id)).toEqual(["SENT", "UNCONFIRMED LEASE_EXPIRED"]);
    expect(await world.broadcast(id)).toMatchObject({ status: "FINISHED" });
  });

  test("a late answer that is no acceptance changes nothing any more", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [late] = await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    await world.ledger.recover();
    await world.ledger.settle([settlement(late!, { decision: { status: "FAILED", reason: "X" }, outcome: refused("X") })]);
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED LEASE_EXPIRED"]);
  });

  test("a read proves what is unconfirmed, waits to be sent once more, or was closed; nothing else", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 4);
    const [unconfirmed, waiting, plain, refusedOne] = await begin(world, id);
    await world.ledger.settle([
      settlement(unconfirmed!, { decision: { status: "UNCONFIRMED", reason: "RESET" }, outcome: UNKNOWN }),
      settlement(waiting!, { decision: { status: "RETRY_WAIT", delayMs: 0, possibleDuplicate: true }, outcome: UNKNOWN }),
      settlement(plain!, {
        decision: { status: "RETRY_WAIT", delayMs: 0 },
        outcome: { kind: "NOT_DELIVERED", reason: "X", scope: "RECIPIENT" },
      }),
      settlement(refusedOne!, { decision: { status: "FAILED", reason: "X" }, outcome: refused("X") }),
    ]);
    for (const one of [unconfirmed, waiting, plain, refusedOne]) await world.prove(id, one?.recipientId ?? "");
    expect((await statusesOf(world, id)).sort()).toEqual(["FAILED X", "RETRY_WAIT", "SENT", "SENT"]);
  });

  test("closed by the author, proven by a read", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    await world.ledger.settle([settlement(sent!, { decision: { status: "UNCONFIRMED", reason: "RESET" }, outcome: UNKNOWN })]);
    await world.resolveUnconfirmed(id, "CLOSE");
    expect(await statusesOf(world, id)).toEqual(["FAILED CLOSED"]);
    await world.prove(id, sent?.recipientId ?? "");
    expect(await statusesOf(world, id)).toEqual(["SENT"]);
  });
}

function recovering(makeWorld: MakeWorld): void {
  test("a lease that runs is left alone", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 2);
    await begin(world, id, 1);
    await claim(world, id, 1);
    await world.advance(LEASE_MS - 2_000);
    expect(await world.ledger.recover()).toEqual({ queued: 0, unconfirmed: 0, retried: 0 });
  });

  test("what was claimed goes back to the queue: it was provably not sent", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{ state: "KNOWN" }]);
    await claim(world, id);
    await world.advance(LEASE_MS + 1_000);
    expect(await world.ledger.recover()).toEqual({ queued: 1, unconfirmed: 0, retried: 0 });
    expect(await theOne(world, id)).toMatchObject({ status: "QUEUED", attempts: 0, possibleDuplicate: false });
  });

  test("with HOLD what was being sent becomes unconfirmed", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [lost] = await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    expect(await world.ledger.recover()).toEqual({ queued: 0, unconfirmed: 1, retried: 0 });
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED LEASE_EXPIRED"]);
    const attempts = await world.attempts(id, lost?.recipientId ?? "");
    expect(attempts).toEqual([{ epoch: 1, kind: "POST", outcome: "UNKNOWN", code: "LEASE_EXPIRED" }]);
  });

  test("with RETRY it is flagged and sent once more half a minute later, and not a third time", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    await begin(world, id);
    await world.advance(LEASE_MS + 1_000);
    expect(await world.ledger.recover()).toEqual({ queued: 0, unconfirmed: 0, retried: 1 });
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", possibleDuplicate: true });
    expect(await claim(world, id)).toEqual([]);
    await world.advance(31_000);
    expect(await begin(world, id)).toMatchObject([{ possibleDuplicate: true }]);
    await world.advance(LEASE_MS + 1_000);
    expect(await world.ledger.recover()).toEqual({ queued: 0, unconfirmed: 1, retried: 0 });
  });

  test("what may have arrived and was claimed again keeps its flag when that lease ends, or is given back", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, [{ state: "KNOWN" }], { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    const [claimed] = await claim(world, id);
    await world.ledger.release([keyOf(claimed!)]);
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", possibleDuplicate: true });
    await claim(world, id);
    await world.advance(LEASE_MS + 1_000);
    await world.ledger.recover();
    expect(await theOne(world, id)).toMatchObject({ status: "RETRY_WAIT", possibleDuplicate: true });
  });

  test("an answer that was settled in time is not recovered", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    await world.ledger.settle([settlement(sent!, { outcome: ACCEPTED })]);
    await world.advance(LEASE_MS + 1_000);
    expect(await world.ledger.recover()).toEqual({ queued: 0, unconfirmed: 0, retried: 0 });
  });
}
