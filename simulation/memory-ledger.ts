// The delivery ledger in memory, behind the same port as PostgreSQL's and held to the same contract suite, so that what
// the simulation finds out speaks for the real one. Each call takes effect at once and as a whole, like a transaction.
import type { Ledger } from "@/lib/domain/ledger";

import * as breakers from "./memory-breakers";
import * as broadcasts from "./memory-broadcasts";
import * as claims from "./memory-claims";
import * as settling from "./memory-settle";
import * as slots from "./memory-slots";
import type { MemoryTables } from "./memory-tables";

/** The port with every promise taken off: the simulation puts the waiting around it. */
export type InstantLedger = { [K in keyof Ledger]: (...args: Parameters<Ledger[K]>) => Awaited<ReturnType<Ledger[K]>> };

export function createInstantLedger(tables: MemoryTables, ratePerSecond: number): InstantLedger {
  return {
    beat: (workerId) => void tables.workers.add(workerId),
    retire: (workerId) => claims.retire(tables, workerId),
    startDue: () => broadcasts.startDue(tables),
    resolvePage: () => broadcasts.resolvePage(tables),
    finish: () => broadcasts.finish(tables),
    recover: () => claims.recover(tables),
    listWork: () => broadcasts.listWork(tables),
    claim: (request) => claims.claim(tables, request),
    release: (keys) => claims.release(tables, keys),
    saveIntents: (keys, leaseMs) => claims.saveIntents(tables, keys, leaseMs),
    settle: (settlements) => {
      settling.settle(tables, settlements);
      return breakers.checkBreakers(tables, settlements);
    },
    saveConversation: (key, conversationId, answer) => settling.saveConversation(tables, key, conversationId, answer),
    reserveSlots: (tenantId, count, use) =>
      slots.reserveSlots(tables, tenantId, { count, ratePerSecond, noTrial: use === "REST" }),
    pauseSlots: (tenantId, forMs, cause) =>
      slots.pauseSlots(tables, tenantId, { forMs, lowers: cause === "THROTTLED", ratePerSecond }),
    takePlace: (conversationId) => tables.places.take(conversationId, tables.nowMs()),
    openBreaker: (tenantId, reason) => breakers.openBreaker(tables, tenantId, reason),
    tryBreakers: () => breakers.tryBreakers(tables),
    reportProbe: (tenantId, delivered) => breakers.reportProbe(tables, tenantId, delivered),
    returnProbe: (tenantId) => breakers.returnProbe(tables, tenantId),
    getContent: (broadcastId) => broadcasts.getContent(tables, broadcastId),
  };
}

export function createMemoryLedger(tables: MemoryTables, ratePerSecond: number): Ledger {
  return asLedger(createInstantLedger(tables, ratePerSecond), (_name, act) => new Promise((resolve) => resolve(act())));
}

/** How one call of the port takes place: `act` does it. */
export type Call = <T>(name: keyof Ledger, act: () => T) => Promise<T>;

export function asLedger(instant: InstantLedger, call: Call): Ledger {
  return {
    beat: (...args) => call("beat", () => instant.beat(...args)),
    retire: (...args) => call("retire", () => instant.retire(...args)),
    startDue: (...args) => call("startDue", () => instant.startDue(...args)),
    resolvePage: (...args) => call("resolvePage", () => instant.resolvePage(...args)),
    finish: (...args) => call("finish", () => instant.finish(...args)),
    recover: (...args) => call("recover", () => instant.recover(...args)),
    listWork: (...args) => call("listWork", () => instant.listWork(...args)),
    claim: (...args) => call("claim", () => instant.claim(...args)),
    release: (...args) => call("release", () => instant.release(...args)),
    saveIntents: (...args) => call("saveIntents", () => instant.saveIntents(...args)),
    settle: (...args) => call("settle", () => instant.settle(...args)),
    saveConversation: (...args) => call("saveConversation", () => instant.saveConversation(...args)),
    reserveSlots: (...args) => call("reserveSlots", () => instant.reserveSlots(...args)),
    pauseSlots: (...args) => call("pauseSlots", () => instant.pauseSlots(...args)),
    takePlace: (...args) => call("takePlace", () => instant.takePlace(...args)),
    openBreaker: (...args) => call("openBreaker", () => instant.openBreaker(...args)),
    tryBreakers: (...args) => call("tryBreakers", () => instant.tryBreakers(...args)),
    reportProbe: (...args) => call("reportProbe", () => instant.reportProbe(...args)),
    returnProbe: (...args) => call("returnProbe", () => instant.returnProbe(...args)),
    getContent: (...args) => call("getContent", () => instant.getContent(...args)),
  };
}
