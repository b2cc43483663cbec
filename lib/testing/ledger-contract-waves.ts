// The contract of waves: whomever refusals gave up before a breaker opened, or while it did, is taken back, wherever they were.
import { describe, expect, test } from "vitest";

import { WAVE_MIN_REFUSALS, WAVE_WINDOW_MS } from "@/lib/domain/breaker";

import type { MakeWorld } from "./ledger-contract";
import { CODE, refuse, VERDICT } from "./ledger-contract-breakers";
import { begin, makeDoubtful, refused, sendingTo, settlement } from "./ledger-scenes";

export function describeWaves(makeWorld: MakeWorld): void {
  describe("a wave", () => takingBack(makeWorld));
}

function takingBack(makeWorld: MakeWorld): void {
  // Refusals that were on the wire when the breaker opened were settled after it, and stayed: people were given up to a wave.
  test("what a wave still had on the wire when the breaker opened is taken back too", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, WAVE_MIN_REFUSALS + 2);
    const sent = await begin(world, id);
    const results = sent.map((key) => settlement(key, { decision: VERDICT, outcome: refused(CODE) }));
    expect(await world.ledger.settle(results.slice(0, WAVE_MIN_REFUSALS))).toHaveLength(1);
    expect(await world.ledger.settle(results.slice(WAVE_MIN_REFUSALS))).toEqual([]);
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: WAVE_MIN_REFUSALS + 2 });
    for (const { recipientId } of sent) expect((await world.reference(recipientId))?.state).toBe("ACTIVE");
  });

  // Broadcasts that had ended, or that a person held, lost their people to a wave that another one brought to light.
  test("what a wave cost a broadcast that has just ended is taken back: it waits with the others", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, 5);
    await world.ledger.finish();
    expect(await world.broadcast(id)).toMatchObject({ status: "FINISHED" });
    expect((await refuse(world, WAVE_MIN_REFUSALS - 1)).trips).toHaveLength(1);
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER", over: false });
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: 5 });
    for (const { recipientId } of await world.deliveries(id)) expect((await world.reference(recipientId))?.state).toBe("ACTIVE");
  });

  test("what a wave cost a broadcast that a person has paused is taken back, and it stays theirs", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, 5, 1);
    await world.pause(id);
    await refuse(world, WAVE_MIN_REFUSALS - 1);
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "PERSON" });
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: 5, QUEUED: 1 });
  });

  test("a canceled broadcast stays as it is, but nobody is given up to the wave", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, 5, 1);
    await world.cancel(id);
    await refuse(world, WAVE_MIN_REFUSALS - 1);
    expect(await world.counters(id)).toEqual({ [`FAILED ${CODE}`]: 5, "SKIPPED CANCELED": 1 });
    for (const { recipientId } of await world.deliveries(id)) expect((await world.reference(recipientId))?.state).toBe("ACTIVE");
  });

  test("what a wave made of a second try is no verdict either, though its broadcast has ended", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1, { onUnknown: "RETRY" });
    await makeDoubtful(world, id);
    const [again] = await begin(world, id);
    const decision = { ...VERDICT, status: "UNCONFIRMED", reason: "SECOND_FAILED" } as const;
    await world.ledger.settle([settlement(again!, { decision, outcome: refused(CODE) })]);
    await world.ledger.finish();
    await refuse(world, WAVE_MIN_REFUSALS - 1);
    expect(await world.broadcast(id)).toMatchObject({ status: "FINISHED" });
    expect((await world.reference(again?.recipientId ?? ""))?.state).toBe("ACTIVE");
  });

  test("a broadcast that ended long ago stays as it is", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, 5);
    await world.ledger.finish();
    await world.advance(WAVE_WINDOW_MS + 1_000);
    await refuse(world, WAVE_MIN_REFUSALS);
    expect(await world.broadcast(id)).toMatchObject({ status: "FINISHED" });
    expect(await world.counters(id)).toEqual({ [`FAILED ${CODE}`]: 5 });
  });
}
