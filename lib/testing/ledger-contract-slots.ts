// The contract of the tenant's bucket: slots one after the other at the rate, a pause for everybody, a rate that is lowered
// by a 429 and climbs back.
import { describe, expect, test } from "vitest";

import { climbedRate, CREDIT_MS, LOWER_BY, MAX_WAIT_MS } from "@/lib/domain/throttle";

import type { MakeWorld } from "./ledger-contract";
import { sendingTo } from "./ledger-scenes";
import { type LedgerWorld, RATE_PER_SECOND, TENANT } from "./ledger-world";

const INTERVAL_MS = 1_000 / climbedRate(RATE_PER_SECOND, Infinity, RATE_PER_SECOND);
/** What a database may take to answer while a test runs. */
const SLACK_MS = 250;

export function describeSlots(makeWorld: MakeWorld): void {
  describe("slots", () => slots(makeWorld));
  describe("a channel or group chat", () => places(makeWorld));
}

async function reserve(world: LedgerWorld, count: number): Promise<{ firstInMs: number; intervalMs: number; count: number }> {
  const reservation = await world.ledger.reserveSlots(TENANT, count);
  if ("pausedForMs" in reservation) throw new Error("The tenant is paused.");
  return reservation;
}

function slots(makeWorld: MakeWorld): void {
  test("come at the rate of the setting, one reservation after the other", async () => {
    const world = await makeWorld();
    await sendingTo(world, 1);
    const first = await reserve(world, 20);
    expect(first).toMatchObject({ firstInMs: 0, count: 20 });
    expect(first.intervalMs).toBeCloseTo(INTERVAL_MS);
    const second = await reserve(world, 20);
    expect(second.firstInMs).toBeLessThanOrEqual(20 * INTERVAL_MS);
    expect(second.firstInMs).toBeGreaterThan(20 * INTERVAL_MS - CREDIT_MS - SLACK_MS);
  });

  test("are not saved up while nobody asks", async () => {
    const world = await makeWorld();
    await sendingTo(world, 1);
    await world.advance(60_000);
    await reserve(world, 20);
    expect((await reserve(world, 1)).firstInMs).toBeGreaterThan(20 * INTERVAL_MS - CREDIT_MS - SLACK_MS);
  });

  test("are not given out far ahead", async () => {
    const world = await makeWorld();
    await sendingTo(world, 1);
    await reserve(world, 3 * RATE_PER_SECOND);
    const refused = await world.ledger.reserveSlots(TENANT, 1);
    expect(refused).toHaveProperty("pausedForMs");
    expect("pausedForMs" in refused && refused.pausedForMs).toBeGreaterThan(MAX_WAIT_MS);
  });

  test("are not given out for a tenant that rests, and are afterwards; the longest rest counts", async () => {
    const world = await makeWorld();
    await sendingTo(world, 1);
    await world.ledger.pauseSlots(TENANT, 10_000, "OUTAGE");
    await world.ledger.pauseSlots(TENANT, 2_000, "OUTAGE");
    const refused = await world.ledger.reserveSlots(TENANT, 1);
    expect("pausedForMs" in refused && refused.pausedForMs).toBeGreaterThan(8_000);
    await world.advance(10_500);
    expect((await reserve(world, 1)).intervalMs).toBeCloseTo(INTERVAL_MS);
  });

  test("are fewer after a 429, once however many requests were refused, and climb back", async () => {
    const world = await makeWorld();
    await sendingTo(world, 1);
    for (let n = 0; n < 5; n += 1) await world.ledger.pauseSlots(TENANT, 0, "THROTTLED");
    const lowered = INTERVAL_MS / LOWER_BY;
    const after = (await reserve(world, 1)).intervalMs;
    expect(after).toBeLessThanOrEqual(lowered);
    expect(after).toBeGreaterThan(lowered * 0.99);
    await world.advance(600_000);
    expect((await reserve(world, 1)).intervalMs).toBeCloseTo(INTERVAL_MS);
  });

  test("of one tenant do not concern another", async () => {
    const world = await makeWorld();
    await sendingTo(world, [{}, { tenantId: "tenant-1" }]);
    await world.ledger.pauseSlots(TENANT, 60_000, "OUTAGE");
    expect(await world.ledger.reserveSlots("tenant-1", 1)).toMatchObject({ firstInMs: 0 });
  });
}

function places(makeWorld: MakeWorld): void {
  const PLACE = "19:general@thread.tacv2";

  test("takes seven requests in a second, and tells the eighth how long to wait", async () => {
    const { ledger, advance } = await makeWorld();
    for (let n = 0; n < 7; n += 1) expect(await ledger.takePlace(PLACE)).toBe(0);
    const waitMs = await ledger.takePlace(PLACE);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1_250);
    await advance(waitMs + 1);
    expect(await ledger.takePlace(PLACE)).toBe(0);
  });

  test("takes sixty in half a minute, in bursts or not", async () => {
    const { ledger, advance } = await makeWorld();
    let taken = 0;
    for (let second = 0; second < 27.5; second += 2.5) {
      for (let n = 0; n < 7; n += 1) if ((await ledger.takePlace(PLACE)) === 0) taken += 1;
      await advance(2_500);
    }
    expect(taken).toBe(60);
  });

  test("does not wait for another", async () => {
    const { ledger } = await makeWorld();
    for (let n = 0; n < 7; n += 1) await ledger.takePlace(PLACE);
    expect(await ledger.takePlace("19:other@thread.tacv2")).toBe(0);
  });
}
