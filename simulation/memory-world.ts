// The world of the contract suite around the ledger in memory: time is a number that the test moves.
import type { LedgerWorld } from "@/lib/testing/ledger-world";
import { RATE_PER_SECOND, TENANT } from "@/lib/testing/ledger-world";

import { addPerson, createBroadcastRow } from "./make-rows";
import * as commands from "./memory-commands";
import { createMemoryLedger } from "./memory-ledger";
import { attemptsOf, broadcastOf, createTables, type MemoryTables } from "./memory-tables";

const NEWS = "news";
const ALERTS = "alerts";

export function makeMemoryWorld(): Promise<LedgerWorld> {
  let now = 1_000_000;
  const tables = createTables(() => now);
  tables.topics.set(NEWS, false).set(ALERTS, true);
  let made = 0;
  const newId = (prefix: string): string => `${prefix}${(made += 1)}`;
  const done = (): Promise<void> => Promise.resolve();

  return Promise.resolve({
    ledger: createMemoryLedger(tables, RATE_PER_SECOND),
    newWorkerId: () => newId("w"),
    addPeople: (people) =>
      Promise.resolve(
        people.map(({ state = "ACTIVE", guest = false, tenantId = TENANT }) => addPerson(tables, { state, guest, tenantId }).id),
      ),
    addBroadcast: (input = {}) => {
      const { onUnknown = "HOLD", urgent = false, mandatory = false, test = false, install = false, recipientIds } = input;
      const id = newId("b");
      const purpose = test ? "TEST" : "NORMAL";
      const audience = recipientIds ?? null;
      const topicId = mandatory ? ALERTS : NEWS;
      const onMissing = install ? "INSTALL" : "SKIP";
      const row = { topicId, scheduledAtMs: now, onUnknown, onMissing, urgent, purpose, audience } as const;
      tables.broadcasts.set(id, createBroadcastRow(id, row));
      return Promise.resolve(id);
    },
    pause: (id) => done().then(() => void commands.pauseBroadcast(tables, id)),
    resume: (id) => done().then(() => void commands.resumeBroadcast(tables, id)),
    cancel: (id) => done().then(() => void commands.cancelBroadcast(tables, id)),
    optOut: (id, what) => done().then(() => void commands.optOut(tables, id, what === "NEWS" ? NEWS : null)),
    retryFailed: (id) => done().then(() => void commands.retryFailed(tables, id)),
    resolveUnconfirmed: (id, decision) => done().then(() => void commands.resolveUnconfirmed(tables, id, decision)),
    prove: (id, recipientId) => done().then(() => void commands.proveDelivered(tables, id, recipientId)),
    expire: (id) => done().then(() => void (broadcastOf(tables, id).expiresAtMs = now)),
    setReference: (id, state) =>
      done().then(() => void Object.assign(tables.personById.get(id)?.reference ?? {}, { state, stateSinceMs: now })),
    arrive: (id) => done().then(() => commands.arrive(tables, id)),
    advance: (ms) => done().then(() => void (now += ms)),
    ...createViews(tables),
  });
}

type Views = Pick<LedgerWorld, "deliveries" | "attempts" | "counters" | "broadcast" | "reference" | "breaker">;

function createViews(tables: MemoryTables): Views {
  return {
    deliveries: (id) =>
      Promise.resolve(
        [...broadcastOf(tables, id).deliveries.values()].map((row) => {
          const { recipientId, status, reason, epoch, attempts, possibleDuplicate, remedy, activityId } = row;
          return { recipientId, status, reason, epoch, attempts, possibleDuplicate, remedy, activityId };
        }),
      ),
    attempts: (broadcastId, recipientId) =>
      Promise.resolve(
        attemptsOf(tables, { broadcastId, recipientId })
          .map(({ epoch, kind, outcome, code }) => ({ epoch, kind, outcome, code }))
          .sort((a, b) => a.epoch - b.epoch || (a.kind < b.kind ? -1 : 1)),
      ),
    counters: (id) => {
      const counters = [...broadcastOf(tables, id).counters].filter(([, count]) => count !== 0);
      return Promise.resolve(Object.fromEntries(counters.map(([key, count]) => [key.trim(), count])));
    },
    broadcast: (id) => {
      const { status, pausedBy, audienceSize, finishedAtMs } = broadcastOf(tables, id);
      return Promise.resolve({ status, pausedBy, audienceSize, over: finishedAtMs !== null });
    },
    reference: (id) => {
      const reference = tables.personById.get(id)?.reference;
      return Promise.resolve(reference ? { state: reference.state, conversationId: reference.conversationId } : undefined);
    },
    breaker: (tenantId) => {
      const slots = tables.slots.get(tenantId);
      return Promise.resolve(slots && { state: slots.breaker, probes: slots.probes });
    },
  };
}
