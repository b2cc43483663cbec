// Bugs that an engine or a ledger could have, planted on purpose beneath the watch. Each is a few lines of what somebody
// might one day write; the simulation must notice every one of them, or it proves nothing about the code without them.
import type { DeliveryKey } from "@/lib/domain/ports";

import type { InstantLedger } from "./memory-ledger";
import { type BroadcastRow, type DeliveryRow, type MemoryTables, moveDelivery, NO_LEASE } from "./memory-tables";
import type { Plan } from "./plan";
import type { Bug } from "./simulate";

export type PlantedBug = Bug & {
  name: string;
  /** Part of what the watch says when it notices. */
  noticed: RegExp;
};

const rowOf = (tables: MemoryTables, { broadcastId, recipientId }: Omit<DeliveryKey, "epoch">): DeliveryRow | undefined =>
  tables.broadcasts.get(broadcastId)?.deliveries.get(recipientId);

/** Runs `act` while `change` makes the tables say something else. */
function pretending<T>(change: () => () => void, act: () => T): T {
  const undo = change();
  try {
    return act();
  } finally {
    undo();
  }
}

function broadcastsAs(tables: MemoryTables, status: BroadcastRow["status"]): () => void {
  const before = [...tables.broadcasts.values()].map((row) => ({ row, status: row.status }));
  for (const { row } of before) row.status = status;
  return () => {
    for (const { row, status: was } of before) row.status = was;
  };
}

function withoutOptOuts(tables: MemoryTables): () => void {
  const before = tables.optOuts;
  tables.optOuts = new Set();
  return () => {
    tables.optOuts = before;
  };
}

/** A settle that writes to whatever epoch the row has now. */
function withoutFence(ledger: InstantLedger, tables: MemoryTables): InstantLedger {
  return {
    ...ledger,
    settle: (settlements) => {
      const epochOf = (key: DeliveryKey): number => rowOf(tables, key)?.epoch ?? key.epoch;
      return ledger.settle(settlements.map((one) => ({ ...one, key: { ...one.key, epoch: epochOf(one.key) } })));
    },
  };
}

/** A claim that hands out deliveries to post and does not write the intent down. */
function withoutIntent(ledger: InstantLedger, tables: MemoryTables): InstantLedger {
  const conversationOf = (id: string): string | null => tables.personById.get(id)?.reference?.conversationId ?? null;
  return {
    ...ledger,
    claim: (request) =>
      pretending(() => withoutConversations(tables), () => ledger.claim(request)).map((claimed) => {
        return { ...claimed, address: { ...claimed.address, conversationId: conversationOf(claimed.recipientId) } };
      }),
  };
}

function withoutConversations(tables: MemoryTables): () => void {
  const references = tables.people.flatMap(({ reference }) => reference ?? []);
  const before = references.map(({ conversationId }) => conversationId);
  for (const reference of references) reference.conversationId = null;
  return () => references.forEach((reference, index) => (reference.conversationId = before[index] ?? null));
}

/** The last gates with something forgotten, wherever an intent is committed. */
function gatesWithout(forget: (tables: MemoryTables) => () => void) {
  return (ledger: InstantLedger, tables: MemoryTables): InstantLedger => ({
    ...ledger,
    claim: (request) => pretending(() => forget(tables), () => ledger.claim(request)),
    saveIntents: (keys, leaseMs) => pretending(() => forget(tables), () => ledger.saveIntents(keys, leaseMs)),
  });
}

/** A claim that also takes what others hold. */
function stealing(ledger: InstantLedger, tables: MemoryTables): InstantLedger {
  return {
    ...ledger,
    claim: (request) => {
      for (const { leased } of tables.broadcasts.values()) {
        const [sending] = [...leased].filter(({ status }) => status === "SENDING");
        if (sending) moveDelivery(tables, sending, { status: "QUEUED", ...NO_LEASE });
      }
      return ledger.claim(request);
    },
  };
}

/** Recovering puts everything back into the queue, as if nothing could have left. */
function recoverAsQueued(ledger: InstantLedger, tables: MemoryTables): InstantLedger {
  return {
    ...ledger,
    recover: () => {
      for (const { leased } of tables.broadcasts.values()) {
        const lost = [...leased].filter(({ leaseUntilMs }) => (leaseUntilMs ?? 0) < tables.nowMs());
        for (const row of lost) moveDelivery(tables, row, { status: "QUEUED", ...NO_LEASE });
      }
      return { queued: 0, unconfirmed: 0, retried: 0 };
    },
  };
}

/** A second try of what may have arrived that nobody writes down. */
function unflagged(ledger: InstantLedger): InstantLedger {
  return {
    ...ledger,
    settle: (settlements) =>
      ledger.settle(
        settlements.map((one) => {
          if (one.decision.status !== "RETRY_WAIT") return one;
          const { possibleDuplicate: _flag, ...decision } = one.decision;
          return { ...one, decision };
        }),
      ),
  };
}

/** Counting by hand, and forgetting one status. */
function miscounting(ledger: InstantLedger, tables: MemoryTables): InstantLedger {
  return {
    ...ledger,
    settle: (settlements) => {
      const trips = ledger.settle(settlements);
      for (const { counters } of tables.broadcasts.values()) counters.set("SENT ", (counters.get("SENT ") ?? 0) + 1);
      return trips;
    },
  };
}

/** Workers that stand still for minutes and answers that take long: then results come back for what others have begun again. */
function freezing(plan: Plan): Plan {
  const faultsUntilMs = 150_000;
  return {
    ...plan,
    faultsUntilMs,
    workers: 4,
    requestTimeoutMs: 15_000,
    leaseMs: 25_250,
    connections: 64,
    broadcasts: plan.broadcasts.map((broadcast) => {
      return { ...broadcast, onUnknown: "RETRY", expiresAfterMs: null, malformed: false };
    }),
    storms: [{ kind: "SLOW", fromMs: 0, untilMs: faultsUntilMs }],
    freezes: Array.from({ length: 20 }, (_, index) => 2_000 + index * 6_000),
    deeds: { ...plan.deeds, cancels: 0 },
  };
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  { name: "the epoch fence is gone", noticed: /result of another epoch/, ledger: withoutFence, weather: freezing },
  { name: "a message is posted before its intent is committed", noticed: /no committed intent/, ledger: withoutIntent },
  {
    name: "the intent forgets to look at opt-outs, and opting out forgets the queue",
    noticed: /after the opt-out/,
    ledger: gatesWithout(withoutOptOuts),
    deafOptOut: true,
  },
  {
    name: "the intent forgets to look at pauses and cancels",
    noticed: /after the broadcast was (PAUSED|CANCELED)/,
    ledger: gatesWithout((tables) => broadcastsAs(tables, "SENDING")),
  },
  { name: "a possible duplicate is not written down", noticed: /no possible duplicate/, ledger: unflagged },
  { name: "what was being sent is claimed once more", noticed: /life cycle has no such move/, ledger: stealing },
  { name: "a lost lease in SENDING goes back to the queue", noticed: /life cycle has no such move/, ledger: recoverAsQueued },
  { name: "an unclear answer is taken for an acceptance", noticed: /Nobody accepted it/, lies: true },
  { name: "a counter drifts", noticed: /counters add up/, ledger: miscounting },
  {
    name: "a 429 does not pause the bucket",
    noticed: /while the tenant is paused/,
    ledger: (ledger) => ({ ...ledger, pauseSlots: () => undefined }),
  },
  {
    name: "the bucket gives out whatever is asked for",
    noticed: /Slots (overlap|are closer)/,
    ledger: (ledger) => ({ ...ledger, reserveSlots: (_tenantId, count) => ({ firstInMs: 0, intervalMs: 0, count }) }),
  },
  {
    name: "a breaker that is open holds nothing",
    noticed: /while the breaker is open/,
    ledger: (ledger, tables) => ({
      ...ledger,
      reserveSlots: (tenantId, count, use) => {
        const slots = tables.slots.get(tenantId);
        if (slots?.breaker !== "OPEN") return ledger.reserveSlots(tenantId, count, use);
        slots.breaker = "CLOSED";
        const reservation = ledger.reserveSlots(tenantId, count, use);
        slots.breaker = "OPEN";
        return reservation;
      },
    }),
  },
  {
    name: "a permanent refusal is tried again",
    noticed: /A refusal is permanent/,
    ledger: (ledger, tables) => ({
      ...ledger,
      recover: () => {
        for (const broadcast of tables.broadcasts.values()) {
          for (const row of broadcast.deliveries.values()) {
            if (row.status === "FAILED") moveDelivery(tables, row, { status: "RETRY_WAIT", reason: null, settledAtMs: null });
          }
        }
        return ledger.recover();
      },
    }),
  },
  {
    name: "what was released is never given back",
    noticed: /Not over|It never ends/,
    ledger: (ledger, tables) => ({
      ...ledger,
      recover: () => ({ queued: 0, unconfirmed: 0, retried: 0 }),
      release: (keys) => {
        for (const key of keys) {
          const row = rowOf(tables, key);
          if (row?.status === "CLAIMED") row.leaseUntilMs = Infinity;
        }
      },
    }),
  },
];
