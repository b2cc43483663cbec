// The contract of settling: what an answer changes, whom it no longer concerns, and what a late proof proves.
import { describe, expect, test } from "vitest";

import type { Decision, Settlement } from "@/lib/domain/ledger";

import type { MakeWorld } from "./ledger-contract";
import {
  begin, claim, claimCreated, keyOf, LEASE_MS, makeDoubtful, refused, sendingTo, settlement, statusesOf, theOne, UNKNOWN,
} from "./ledger-scenes";

export function describeSettling(makeWorld: MakeWorld): void {
  describe("settling", () => settling(makeWorld));
  describe("late proof", () => lateProof(makeWorld));
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

  test("a conversation is created anew once, however often it is then tried", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [sent] = await begin(world, id);
    const remedy = "RECREATE_CONVERSATION";
    await world.ledger.settle([settlement(sent!, { decision: { status: "RETRY_WAIT", delayMs: 0, remedy } })]);
    const again = await claimCreated(world, id);
    expect(again).toMatchObject({ remedy, address: { conversationId: null } });
    await world.ledger.saveIntents([keyOf(again)], LEASE_MS);
    await world.ledger.settle([settlement(again, { decision: { status: "RETRY_WAIT", delayMs: 0 } })]);
    // The remedy is spent, so the next refusal counts.
    expect(await claim(world, id)).toMatchObject([{ remedy, address: { conversationId: `chat-${again.recipientId}` } }]);
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

  test("a verdict counts, too, where an earlier request may have arrived", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    const [again] = await begin(world, id);
    const decision: Decision = { status: "UNCONFIRMED", reason: "SECOND_FAILED", verdict: "BLOCKED" };
    await world.ledger.settle([settlement(again!, { decision, outcome: refused("Code") })]);
    expect(await statusesOf(world, id)).toEqual(["UNCONFIRMED SECOND_FAILED"]);
    expect((await world.reference(again?.recipientId ?? ""))?.state).toBe("BLOCKED");
  });

  // A 403 was on its way while the person removed the app: settled later, it made the reference NEEDS_INSTALL, and the next
  // broadcast installed the app for somebody who had just removed it.
  test.each(["NEEDS_INSTALL", "BLOCKED"] as const)("a verdict of %s does not undo a removal", async (verdict) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [judged] = await begin(world, id);
    await world.setReference(judged?.recipientId ?? "", "REMOVED");
    await world.ledger.settle([
      settlement(judged!, { decision: { status: "FAILED", reason: "Code", verdict }, outcome: refused("Code") }),
    ]);
    expect((await world.reference(judged?.recipientId ?? ""))?.state).toBe("REMOVED");
    expect(await statusesOf(world, id)).toEqual(["FAILED Code"]);
  });

  test.each(verdicts)("a verdict of %s says nothing against who came back after its request had begun", async (verdict) => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [judged] = await begin(world, id);
    await world.advance(1_000);
    await world.arrive(judged?.recipientId ?? "");
    await world.ledger.settle([
      settlement(judged!, { decision: { status: "FAILED", reason: "Code", verdict }, outcome: refused("Code") }),
    ]);
    expect((await world.reference(judged?.recipientId ?? ""))?.state).toBe("ACTIVE");
  });

  test("a verdict speaks against what was known before its request had begun", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    const [person] = await world.deliveries(id);
    await world.arrive(person?.recipientId ?? "");
    await world.advance(1_000);
    const [judged] = await begin(world, id);
    const decision: Decision = { status: "FAILED", reason: "Code", verdict: "BLOCKED" };
    await world.ledger.settle([settlement(judged!, { decision, outcome: refused("Code") })]);
    expect((await world.reference(judged?.recipientId ?? ""))?.state).toBe("BLOCKED");
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
