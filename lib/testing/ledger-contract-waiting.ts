// The contract of deliveries that wait for the app to be installed: they are part of the audience and of its numbers from
// the start, and nobody claims them before their person is there.
import { describe, expect, test } from "vitest";

import type { MakeWorld } from "./ledger-contract";
import { begin, claim, sendingTo, settlement, statusesOf } from "./ledger-scenes";

const ONE_HAS_IT = [{}, { state: null }, { state: "NEEDS_INSTALL" }] as const;

export function describeWaiting(makeWorld: MakeWorld): void {
  describe("waiting for the app", () => {
    test("people without it are queued, and only those who have it are claimed", async () => {
      const world = await makeWorld();
      const id = await sendingTo(world, [...ONE_HAS_IT], { install: true });
      expect(await world.counters(id)).toEqual({ QUEUED: 3 });
      expect(await world.ledger.listWork()).toHaveLength(1);
      expect(await claim(world, id)).toHaveLength(1);
      expect(await world.ledger.listWork()).toHaveLength(0);
      await world.advance(24 * 3_600_000);
      expect(await claim(world, id)).toEqual([]);
    });

    test("without the wish to install they are left out", async () => {
      const world = await makeWorld();
      const id = await sendingTo(world, [...ONE_HAS_IT]);
      expect(await world.counters(id)).toEqual({ QUEUED: 1, "SKIPPED NOT_INSTALLED": 2 });
    });

    test("nobody else waits: guests, and those who blocked or removed the app, are left out", async () => {
      const world = await makeWorld();
      const others = [{ state: null, guest: true }, { state: "BLOCKED" }, { state: "REMOVED" }] as const;
      const id = await sendingTo(world, [...others], { install: true });
      expect(await statusesOf(world, id)).toEqual(["SKIPPED GUEST", "SKIPPED BLOCKED", "SKIPPED REMOVED"]);
    });

    test("whoever arrives gets it, and the broadcast is over when nobody waits", async () => {
      const world = await makeWorld();
      const id = await sendingTo(world, [{ state: null }], { install: true });
      const [waiting] = await world.deliveries(id);
      expect((await world.ledger.finish()).finished).toBe(0);
      await world.arrive(waiting!.recipientId);
      await world.arrive(waiting!.recipientId);
      const [sent] = await begin(world, id);
      expect(sent?.recipientId).toBe(waiting!.recipientId);
      expect(sent?.address.conversationId).not.toBeNull();
      await world.ledger.settle([settlement(sent!)]);
      expect((await world.ledger.finish()).finished).toBe(1);
      expect(await world.counters(id)).toEqual({ SENT: 1 });
    });

    test("a cancel, an expiry and an opt-out end the wait", async () => {
      const world = await makeWorld();
      const people = await world.addPeople([{ state: "NEEDS_INSTALL" }, { state: null }]);
      const first = await sendingTo(world, [], { install: true });
      await world.optOut(people[0]!, "EVERYTHING");
      expect(await statusesOf(world, first)).toEqual(["SKIPPED OPTED_OUT", "QUEUED"]);
      await world.expire(first);
      await world.ledger.finish();
      expect(await statusesOf(world, first)).toEqual(["SKIPPED OPTED_OUT", "SKIPPED EXPIRED"]);
      const second = await sendingTo(world, [], { install: true });
      await world.cancel(second);
      await world.ledger.finish();
      expect(await statusesOf(world, second)).toEqual(["SKIPPED OPTED_OUT", "SKIPPED CANCELED"]);
      await world.arrive(people[1]!);
      expect(await world.ledger.listWork()).toHaveLength(0);
    });

    test("a paused broadcast claims nobody who arrives meanwhile, and goes on with them", async () => {
      const world = await makeWorld();
      const id = await sendingTo(world, [{ state: null }], { install: true });
      const [waiting] = await world.deliveries(id);
      await world.pause(id);
      await world.arrive(waiting!.recipientId);
      expect(await world.ledger.listWork()).toHaveLength(0);
      await world.resume(id);
      expect(await claim(world, id)).toHaveLength(1);
    });
  });
}
