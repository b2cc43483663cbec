// The database goes away in the middle of a batch: nothing crashes, and nobody is left in doubt whose message never left.
import { beforeEach, describe, expect, test } from "vitest";

import type { Ledger } from "@/lib/domain/ledger";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { emptyTables, knowEveryone, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";
import { systemClock } from "@/worker";

const PEOPLE = 20;
/** Shorter than in production, so that a test need not wait for it. */
const LEASE_MS = 1_500;
const { db, simulator, start, stopAll } = await startTestEngine({ people: PEOPLE });

beforeEach(async () => {
  await stopAll();
  await emptyTables(db);
  simulator.setFaults([]);
});

/** Fails as a database that is away does, the first `times` calls. */
function failFirst<A extends unknown[], R>(times: number, call: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  let left = times;
  return (...args) => {
    left -= 1;
    return left >= 0 ? Promise.reject(new Error("The database is away.")) : call(...args);
  };
}

const withShortLeases = (ledger: Ledger): Ledger => ({
  ...ledger,
  claim: (request) => ledger.claim({ ...request, leaseMs: LEASE_MS }),
  saveIntents: (keys) => ledger.saveIntents(keys, LEASE_MS),
});

describe("a database that goes away", () => {
  // The rejections of several creates at once were heard by nobody, and ended the process.
  test("while conversations are being stored, the worker lives on and everybody gets the message", async () => {
    await knowEveryone(db, simulator, "KNOWN");
    const before = simulator.counts().accepted.total;
    start({ ratePerSecond: 100 }, (ledger) => ({
      ...withShortLeases(ledger),
      saveConversation: failFirst(10, ledger.saveConversation),
    }));
    const id = await sendToAll(db);
    await untilReport(db, id, { status: "FINISHED", counts: { sent: PEOPLE, unconfirmed: 0 } });
    expect(simulator.counts().accepted.total - before).toBe(PEOPLE);
  });

  // The rest of the batch was left in SENDING until its lease ended, and was then called unconfirmed.
  test("after the intents, those who were not written to yet are taken back and get the message", async () => {
    await knowEveryone(db, simulator);
    start({}, (ledger) => ({ ...withShortLeases(ledger), getContent: failFirst(1, ledger.getContent) }));
    const id = await sendToAll(db);
    await untilReport(db, id, { status: "FINISHED", counts: { sent: PEOPLE, unconfirmed: 0 } });
    expect(await db.attempt.count({ where: { broadcastId: id } })).toBe(PEOPLE);
  });
});

// What a small broadcast left of its share was claimed for others, and when that failed the small one's were left in SENDING.
test("a database that goes away between two claims leaves nobody of the first in doubt", async () => {
  await knowEveryone(db, simulator);
  const [few = "", ...others] = (await db.recipient.findMany({ select: { id: true } })).map(({ id }) => id);
  let [bothWait, wasShort, failed] = [false, false, false];
  const disturb = (ledger: Ledger): Ledger => ({
    ...withShortLeases(ledger),
    claim: async (request) => {
      if (!bothWait) return [];
      if (wasShort && !failed) {
        failed = true;
        throw new Error("The database is away.");
      }
      const claimed = await withShortLeases(ledger).claim(request);
      wasShort = claimed.length > 0 && claimed.length < request.shares.reduce((sum, { limit }) => sum + limit, 0);
      return claimed;
    },
  });
  const ids = [
    await sendToAll(db, { audience: { kind: "RECIPIENTS", recipientIds: [few] } }),
    await sendToAll(db, { audience: { kind: "RECIPIENTS", recipientIds: others } }),
  ];
  start({}, disturb);
  for (const id of ids) await untilReport(db, id, { status: "SENDING" });
  bothWait = true;
  for (const id of ids) await untilReport(db, id, { status: "FINISHED", counts: { unconfirmed: 0 } });
  expect(failed).toBe(true);
});

describe("a stop", () => {
  // It waited as long as a request may take, longer than whoever stops it waits, and what was on the wire was left to its lease.
  test("cuts off what hangs within ten seconds, and says at once that it may have arrived", async () => {
    await knowEveryone(db, simulator);
    simulator.setFaults([{ kind: "hang", match: { operations: ["postActivity"] } }]);
    const engine = start({ requestTimeoutMs: 60_000 });
    const id = await sendToAll(db);
    await untilReport(db, id, { counts: { sending: PEOPLE } });
    const started = performance.now();
    await engine.stop();
    expect(performance.now() - started).toBeLessThan(10_000);
    await untilReport(db, id, { counts: { sending: 0, unconfirmed: PEOPLE } });
  });
});

// Giving back the leases waited for as long as the database was silent.
test("a stop does not wait for a database that says nothing", async () => {
  const silence = new Promise<never>(() => undefined);
  const engine = start({}, (ledger) => ({ ...ledger, retire: () => silence }));
  await engine.stop();
});

test("an audience that cannot be frozen holds up no other broadcast", async () => {
  await knowEveryone(db, simulator);
  start({ ratePerSecond: 20 });
  const id = await sendToAll(db);
  await untilReport(db, id, { status: "SENDING" });
  await stopAll();
  start({}, (ledger) => ({ ...ledger, resolvePage: () => Promise.reject(new Error("It cannot be frozen.")) }));
  await untilReport(db, id, { status: "FINISHED", counts: { sent: PEOPLE } });
});

// It measured how old an intent was from when the claim had answered, and not from when it was asked for.
test("a worker that stood still after its claim for longer than its lease posts nothing of it", async () => {
  await knowEveryone(db, simulator);
  let stoodStillMs = 0;
  const stale: string[] = [];
  const standStill = (ledger: Ledger): Ledger => ({
    ...ledger,
    claim: async (request) => {
      const claimed = await ledger.claim(request);
      if (stale.length > 0 || claimed.length === 0) return claimed;
      stale.push(...claimed.map(({ recipientId }) => recipientId));
      stoodStillMs = 60_000;
      return claimed;
    },
  });
  start({}, standStill, { ...systemClock, now: () => systemClock.now() + stoodStillMs });
  const id = await sendToAll(db);
  await untilReport(db, id, { status: "FINISHED", counts: { sent: PEOPLE, unconfirmed: 0 } });
  expect(stale.length).toBeGreaterThan(0);
  expect(await db.attempt.count({ where: { broadcastId: id, epoch: 1, recipientId: { in: stale } } })).toBe(0);
});
