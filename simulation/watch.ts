// The invariants, asserted as the run goes. The watch stands between the engine and both of its ports, and hears of every
// change of a row; the rules are in watch-deliveries.ts and watch-rate.ts. The first violation ends the run.
import type { BreakerTrip, Ledger, Settlement } from "@/lib/domain/ledger";
import type { ClaimedDelivery } from "@/lib/domain/ports";

import { type Books, createBooks, idOf, type Key, type PostRecord } from "./books";
import type { InstantLedger } from "./memory-ledger";
import { broadcastOf, type MemoryTables } from "./memory-tables";
import type { Plan } from "./plan";
import type { Tally } from "./tally";
import { checkArrival, checkMove, checkPost } from "./watch-deliveries";
import { createWatchRate, type WatchRate } from "./watch-rate";

export type Watch = {
  violations: string[];
  fail(text: string): void;
  /** Runs one call of the ledger, or one deed of a person, and looks at what it did. */
  during<T>(name: string, act: () => T): T;
  /** The ledger as one worker sees it. */
  observe(ledger: InstantLedger, workerId: string): InstantLedger;
  /** The same, at the worker's end: it has learnt of a pause and tells the ledger. */
  listen(ledger: Ledger, workerId: string): Ledger;
  departs(workerId: string, delivery: ClaimedDelivery, kind: "POST" | "CREATE"): PostRecord;
  accepted(key: Key, record: PostRecord): void;
  notDelivered(record: PostRecord): void;
  postsOf(key: Key): readonly PostRecord[];
  /** What people have committed. */
  halted(broadcastId: string, how: "PAUSED" | "CANCELED"): void;
  resumed(broadcastId: string): void;
  optedOut(recipientId: string): void;
  resent(key: Key): void;
  wasResent(key: Key): boolean;
};

const NO_POSTS: readonly PostRecord[] = [];

export function createWatch(tables: MemoryTables, plan: Plan, tally: Tally): Watch {
  const books = createBooks(tables, plan, tally);
  const rate = createWatchRate(tables, plan, tally, books.fail);
  tables.onMove = (row, from) => checkMove(books, row, from);
  return {
    violations: books.violations,
    fail: books.fail,
    during: (name, act) => during(books, name, act),
    observe: (ledger, workerId) => observe(books, rate, ledger, workerId),
    listen: (ledger, workerId) => ({
      ...ledger,
      pauseSlots: (tenantId, forMs, cause) => {
        rate.knowsPause(workerId, tenantId, forMs);
        return ledger.pauseSlots(tenantId, forMs, cause);
      },
    }),
    departs: (workerId, delivery, kind) => {
      rate.departs(workerId, delivery.tenantId);
      return kind === "POST" ? checkPost(books, delivery) : { epoch: delivery.epoch, truth: "ON_THE_WIRE" };
    },
    accepted: (key, record) => checkArrival(books, key, record),
    notDelivered: (record) => {
      record.truth = "NOT_DELIVERED";
    },
    postsOf: (key) => books.posts.get(idOf(key)) ?? NO_POSTS,
    halted: (broadcastId, how) => void books.halts.set(broadcastId, { how, atMs: tables.nowMs() }),
    resumed: (broadcastId) => void books.halts.delete(broadcastId),
    optedOut: (recipientId) => void books.optOuts.set(recipientId, tables.nowMs()),
    resent: (key) => void books.resent.add(idOf(key)),
    wasResent: (key) => books.resent.has(idOf(key)),
  };
}

function during<T>(books: Books, name: string, act: () => T): T {
  books.context = name;
  try {
    const result = act();
    checkSums(books);
    return result;
  } catch (error) {
    books.fail(String(error));
    throw error;
  } finally {
    books.context = "";
  }
}

/** The counters of every broadcast add up to its audience, always. */
function checkSums({ tables, fail }: Books): void {
  for (const { id, counters, deliveries, audienceSize } of tables.broadcasts.values()) {
    let total = 0;
    for (const count of counters.values()) total += count;
    if (total !== deliveries.size) fail(`${id}: The counters add up to ${total} of ${deliveries.size}.`);
    if (audienceSize !== null && audienceSize !== total) fail(`${id}: ${total} deliveries for an audience of ${audienceSize}.`);
  }
}

function observe(books: Books, rate: WatchRate, ledger: InstantLedger, workerId: string): InstantLedger {
  return {
    ...ledger,
    reserveSlots: (tenantId, count, use) => {
      const reservation = ledger.reserveSlots(tenantId, count, use);
      rate.reserved(workerId, tenantId, reservation);
      return reservation;
    },
    pauseSlots: (tenantId, forMs, cause) => {
      ledger.pauseSlots(tenantId, forMs, cause);
      rate.paused(tenantId, forMs);
    },
    settle: (settlements) => settleFenced(books, ledger, settlements),
    tryBreakers: () => {
      const tried = ledger.tryBreakers();
      if (tried > 0) books.tally.add("came out: breaker tried", tried);
      return tried;
    },
  };
}

/** A result counts only for the epoch that made the request. */
function settleFenced({ tables, tally, fail }: Books, ledger: InstantLedger, settlements: Settlement[]): BreakerTrip[] {
  const rows = settlements.map(({ key }) => ({
    epoch: key.epoch,
    row: broadcastOf(tables, key.broadcastId).deliveries.get(key.recipientId),
  }));
  const current = new Set(rows.filter(({ epoch, row }) => row?.epoch === epoch).map(({ row }) => row));
  // The same batch may hold the current epoch's result as well.
  const stale = rows.filter(({ epoch, row }) => row && row.epoch !== epoch && !current.has(row));
  const before = stale.map(({ row }) => row?.status);
  const trips = ledger.settle(settlements);
  if (stale.length > 0) tally.add("came out: results of an older epoch", stale.length);
  stale.forEach(({ row }, index) => {
    if (row?.status !== before[index]) fail("The result of another epoch was written.");
  });
  return trips;
}
