// The contract of recovering: what becomes of the work of a worker that is gone.
import { describe, expect, test } from "vitest";

import type { MakeWorld } from "./ledger-contract";
import {
  ACCEPTED, begin, claim, keyOf, LEASE_MS, makeDoubtful, sendingTo, settlement, statusesOf, theOne,
} from "./ledger-scenes";

export function describeRecovering(makeWorld: MakeWorld): void {
  describe("recovering", () => recovering(makeWorld));
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
