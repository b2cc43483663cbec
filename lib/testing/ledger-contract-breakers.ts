// The contract of breakers: what opens them, what they hold, the trial, and the person who knows better.
import { describe, expect, test } from "vitest";

import { PROBE_FIRST_MS, PROBE_LOST_MS, WAVE_MIN_REFUSALS, WAVE_WINDOW_MS } from "@/lib/domain/breaker";
import type { BreakerTrip } from "@/lib/domain/ledger";

import type { MakeWorld } from "./ledger-contract";
import { begin, refused, sending, sendingTo, settlement, statusesOf } from "./ledger-scenes";
import { type LedgerWorld, TENANT } from "./ledger-world";

export const CODE = "BotNotInConversationRoster";
export const VERDICT = { status: "FAILED", reason: CODE, verdict: "NEEDS_INSTALL" } as const;

export function describeBreakers(makeWorld: MakeWorld): void {
  describe("breakers", () => {
    opening(makeWorld);
    trying(makeWorld);
    resuming(makeWorld);
  });
}

/** A broadcast, and the breakers that its refusals opened. */
type Refused = { id: string; trips: BreakerTrip[] };

/** `count` refusals of people who were all thought to be there. Returns the broadcast, and the breakers that opened. */
export async function refuse(world: LedgerWorld, count: number, more = 0, reason: string = CODE): Promise<Refused> {
  const id = await sendingTo(world, count + more);
  const sent = await begin(world, id, count);
  const results = sent.map((key) => settlement(key, { decision: { ...VERDICT, reason }, outcome: refused(reason) }));
  return { id, trips: await world.ledger.settle(results) };
}

/** What is due by now is refused once more. */
async function refuseAgain(world: LedgerWorld, id: string, limit?: number): Promise<BreakerTrip[]> {
  const again = await begin(world, id, limit);
  return world.ledger.settle(again.map((key) => settlement(key, { decision: VERDICT, outcome: refused(CODE) })));
}

async function isHeld(world: LedgerWorld): Promise<boolean> {
  return "pausedForMs" in (await world.ledger.reserveSlots(TENANT, 1));
}

function opening(makeWorld: MakeWorld): void {
  test("a wave of refusals opens the tenant's, pauses its broadcasts and gives up nobody", async () => {
    const world = await makeWorld();
    const { id, trips } = await refuse(world, WAVE_MIN_REFUSALS, 5);
    expect(trips).toMatchObject([{ scope: "TENANT", id: TENANT }]);
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER" });
    expect(await world.breaker(TENANT)).toEqual({ state: "OPEN", probes: 0 });
    expect(await world.counters(id)).toEqual({ QUEUED: 5, RETRY_WAIT: WAVE_MIN_REFUSALS });
    for (const { recipientId } of await world.deliveries(id)) expect((await world.reference(recipientId))?.state).toBe("ACTIVE");
    expect(await isHeld(world)).toBe(true);
  });

  test("fewer refusals are people who left", async () => {
    const world = await makeWorld();
    const { id, trips } = await refuse(world, WAVE_MIN_REFUSALS - 1);
    expect(trips).toEqual([]);
    expect(await world.counters(id)).toEqual({ [`FAILED ${CODE}`]: WAVE_MIN_REFUSALS - 1 });
  });

  test("refusals of long ago are no wave", async () => {
    const world = await makeWorld();
    await refuse(world, WAVE_MIN_REFUSALS - 1);
    await world.advance(WAVE_WINDOW_MS + 20_000);
    expect((await refuse(world, WAVE_MIN_REFUSALS - 1)).trips).toEqual([]);
  });

  test("a message that is too large is the message's fault, however many refuse it", async () => {
    const world = await makeWorld();
    const { id, trips } = await refuse(world, 2 * WAVE_MIN_REFUSALS, 0, "MessageSizeTooBig");
    expect(trips).toMatchObject([{ scope: "BROADCAST", id }]);
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: 2 * WAVE_MIN_REFUSALS });
    expect(await world.breaker(TENANT)).toMatchObject({ state: "CLOSED" });
  });

  test("a message that is refused stops its broadcast alone", async () => {
    const world = await makeWorld();
    const { id, trips } = await refuse(world, 6, 0, "BadSyntax");
    expect(trips).toMatchObject([{ scope: "BROADCAST", id }]);
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: 6 });
    expect(await world.breaker(TENANT)).toMatchObject({ state: "CLOSED" });
  });

  test("an outage opens it at once, and once", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    await world.ledger.openBreaker(TENANT, "No credentials.");
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER" });
    expect(await world.breaker(TENANT)).toEqual({ state: "OPEN", probes: 0 });
  });

  test("a broadcast that a person has paused stays theirs", async () => {
    const world = await makeWorld();
    const id = await sendingTo(world, 1);
    await world.pause(id);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    await world.advance(PROBE_FIRST_MS + 1_000);
    await world.ledger.tryBreakers();
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "PERSON" });
  });
}

function trying(makeWorld: MakeWorld): void {
  const tried = async (world: LedgerWorld): Promise<string> => {
    const id = await sendingTo(world, 3);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    expect(await world.ledger.tryBreakers()).toBe(0);
    await world.advance(PROBE_FIRST_MS + 1_000);
    expect(await world.ledger.tryBreakers()).toBe(1);
    return id;
  };

  test("after half a minute one message is tried, and only one", async () => {
    const world = await makeWorld();
    const id = await tried(world);
    expect(await world.broadcast(id)).toMatchObject({ status: "SENDING", pausedBy: null });
    expect(await world.ledger.reserveSlots(TENANT, 3, "REST")).toHaveProperty("pausedForMs");
    expect(await world.ledger.reserveSlots(TENANT, 3)).toMatchObject({ count: 1, probe: true });
    expect(await isHeld(world)).toBe(true);
  });

  test("a trial waits for the pause that a 429 asked for, and not for one that the outage caused", async () => {
    const world = await makeWorld();
    await sendingTo(world, 3);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    await world.ledger.pauseSlots(TENANT, PROBE_FIRST_MS + 60_000, "THROTTLED");
    await world.ledger.pauseSlots(TENANT, PROBE_FIRST_MS + 600_000, "OUTAGE");
    await world.advance(PROBE_FIRST_MS + 1_000);
    expect(await world.ledger.tryBreakers()).toBe(1);
    expect(await isHeld(world)).toBe(true);
    await world.advance(60_000);
    expect(await world.ledger.reserveSlots(TENANT, 3)).toMatchObject({ count: 1, probe: true });
  });

  test("a trial that goes through ends it, and the same wave does not open it again", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, WAVE_MIN_REFUSALS);
    await world.advance(PROBE_FIRST_MS + 1_000);
    await world.ledger.tryBreakers();
    await world.ledger.reserveSlots(TENANT, 1);
    await world.ledger.reportProbe(TENANT, true);
    expect(await world.breaker(TENANT)).toEqual({ state: "CLOSED", probes: 0 });
    expect((await refuseAgain(world, id, 1)).length).toBe(0);
    expect(await isHeld(world)).toBe(false);
  });

  test("a trial that is refused doubles the wait", async () => {
    const world = await makeWorld();
    const id = await tried(world);
    await world.ledger.reserveSlots(TENANT, 1);
    await world.ledger.reportProbe(TENANT, false);
    expect(await world.broadcast(id)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER" });
    await world.advance(PROBE_FIRST_MS + 1_000);
    expect(await world.ledger.tryBreakers()).toBe(0);
    await world.advance(PROBE_FIRST_MS);
    expect(await world.ledger.tryBreakers()).toBe(1);
  });

  test("a trial for which nothing left is the next batch's", async () => {
    const world = await makeWorld();
    await tried(world);
    await world.ledger.reserveSlots(TENANT, 1);
    await world.ledger.returnProbe(TENANT);
    expect(await world.ledger.reserveSlots(TENANT, 1)).toMatchObject({ probe: true });
    expect(await isHeld(world)).toBe(true);
  });

  test("a trial that has been decided is not returned", async () => {
    const world = await makeWorld();
    await tried(world);
    await world.ledger.reserveSlots(TENANT, 1);
    await world.ledger.reportProbe(TENANT, false);
    await world.ledger.returnProbe(TENANT);
    expect(await isHeld(world)).toBe(true);
    await world.advance(PROBE_FIRST_MS + 1_000);
    expect(await world.ledger.tryBreakers()).toBe(0);
  });

  // Their requests had left before it opened; only the trial's own answer says how it is now.
  test("answers that come late decide nothing about a trial", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, WAVE_MIN_REFUSALS);
    await world.advance(PROBE_FIRST_MS + 1_000);
    await world.ledger.tryBreakers();
    await world.ledger.openBreaker(TENANT, "No credentials.");
    expect(await refuseAgain(world, id, 1)).toEqual([]);
    expect(await world.counters(id)).toEqual({ RETRY_WAIT: WAVE_MIN_REFUSALS });
    expect(await world.breaker(TENANT)).toEqual({ state: "HALF_OPEN", probes: 1 });
    expect(await world.broadcast(id)).toMatchObject({ status: "SENDING" });
  });

  test("whoever continues while a trial is on its way is not overruled by its answer", async () => {
    const world = await makeWorld();
    const id = await tried(world);
    await world.ledger.reserveSlots(TENANT, 1);
    await world.ledger.reportProbe(TENANT, false);
    await world.resume(id);
    await world.ledger.reportProbe(TENANT, false);
    expect(await world.breaker(TENANT)).toEqual({ state: "CLOSED", probes: 0 });
    expect(await world.broadcast(id)).toMatchObject({ status: "SENDING" });
  });

  test("a trial that was lost with its worker is tried again", async () => {
    const world = await makeWorld();
    await tried(world);
    await world.ledger.reserveSlots(TENANT, 1);
    await world.advance(PROBE_LOST_MS - 5_000);
    expect(await world.ledger.tryBreakers()).toBe(0);
    await world.advance(6_000);
    expect(await world.ledger.tryBreakers()).toBe(1);
    expect(await world.ledger.reserveSlots(TENANT, 1)).toMatchObject({ probe: true });
  });
}

function resuming(makeWorld: MakeWorld): void {
  test("whoever resumes decides that it is the people: it closes, and stays closed", async () => {
    const world = await makeWorld();
    const { id } = await refuse(world, WAVE_MIN_REFUSALS);
    await world.resume(id);
    expect(await world.breaker(TENANT)).toMatchObject({ state: "CLOSED" });
    await world.advance(1_000);
    expect(await refuseAgain(world, id)).toEqual([]);
    expect(await world.counters(id)).toEqual({ [`FAILED ${CODE}`]: WAVE_MIN_REFUSALS });
  });

  test("everything that the same breaker had paused goes on with it", async () => {
    const world = await makeWorld();
    const one = await sendingTo(world, 1);
    const two = await sending(world);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    await world.resume(one);
    expect(await world.broadcast(two)).toMatchObject({ status: "SENDING" });
    expect(await statusesOf(world, two)).toEqual(["QUEUED"]);
  });

  // Their reasons read the same, and whoever continued one continued the other, which nobody had looked at.
  test("a broadcast that was stopped for its own message waits for its own answer", async () => {
    const world = await makeWorld();
    const { id: one } = await refuse(world, 6, 0, "BadSyntax");
    // Else both together are a wave.
    await world.advance(WAVE_WINDOW_MS + 20_000);
    const { id: other } = await refuse(world, 6, 0, "BadSyntax");
    await world.resume(one);
    expect(await world.broadcast(other)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER" });
  });

  // One broadcast was stopped for its message, another by the tenant's breaker. Whoever resumed the first closed the breaker,
  // and nothing was left that would ever have resumed the second.
  test("everything that a breaker had paused goes on when it closes because of another broadcast", async () => {
    const world = await makeWorld();
    const { id: malformed } = await refuse(world, 6, 0, "BadSyntax");
    const other = await sendingTo(world, 1);
    await world.ledger.openBreaker(TENANT, "No credentials.");
    expect(await world.broadcast(other)).toMatchObject({ status: "PAUSED", pausedBy: "BREAKER" });
    await world.resume(malformed);
    expect(await world.breaker(TENANT)).toMatchObject({ state: "CLOSED" });
    expect(await world.broadcast(other)).toMatchObject({ status: "SENDING", pausedBy: null });
  });
}
