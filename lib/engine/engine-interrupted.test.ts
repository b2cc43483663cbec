// The database goes away in the middle of a batch: nothing crashes, and nobody is left in doubt whose message never left.
import { beforeEach, describe, expect, test } from "vitest";

import type { Ledger } from "@/lib/domain/ledger";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { emptyTables, knowEveryone, startTestEngine } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";

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
