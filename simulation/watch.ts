// The invariants, asserted as the run goes: at every change of a delivery, at every request that leaves, at every message
// that Teams accepts. The watch keeps books of its own; it believes neither the ledger nor the engine. The first violation
// ends the run.
import { DELIVERY_MOVES, type DeliveryStatus } from "@/lib/domain/delivery";
import type { Ledger } from "@/lib/domain/ledger";
import type { ClaimedDelivery } from "@/lib/domain/ports";

import type { InstantLedger } from "./memory-ledger";
import { attemptsOf, broadcastOf, type DeliveryRow, type MemoryTables } from "./memory-tables";
import type { Plan } from "./plan";
import type { Tally } from "./tally";
import { createWatchRate } from "./watch-rate";

/** One request that posted a message, and what truly became of it. */
export type PostRecord = { epoch: number; truth: "ON_THE_WIRE" | "ACCEPTED" | "NOT_DELIVERED" };

export type Key = { broadcastId: string; recipientId: string };

export type Watch = {
  violations: string[];
  fail(text: string): void;
  /** Runs one call of the ledger, or one deed of a person, and looks at what it did. */
  during<T>(name: string, act: () => T): T;
  /** The ledger as one worker sees it. */
  observe(ledger: InstantLedger, workerId: string): InstantLedger;
  /** The worker has learnt of a pause and tells the ledger. */
  ledger(ledger: Ledger, workerId: string): Ledger;
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

/** In calm runs, how long after a commit what was on its way may still leave. */
const HALT_WITHIN_MS = 2_000;
const OPT_OUT_WITHIN_MS = 1_000;
/** What may bring a FAILED delivery back: an author, or a breaker that takes back what a wave had cost. */
const MAY_TAKE_BACK = new Set(["checkBreakers", "openBreaker", "reportProbe", "retryFailed"]);
const NONE: readonly PostRecord[] = [];

export function createWatch(tables: MemoryTables, plan: Plan, tally: Tally): Watch {
  const violations: string[] = [];
  const posts = new Map<string, PostRecord[]>();
  const flagged = new Set<string>();
  const halts = new Map<string, { how: "PAUSED" | "CANCELED"; atMs: number }>();
  const optOuts = new Map<string, number>();
  const resent = new Set<string>();
  let context = "";
  const fail = (text: string): void => void violations.push(`${Math.round(tables.nowMs())} ms, ${context || "sending"}: ${text}`);
  const rate = createWatchRate(tables, plan, tally, fail);

  function moved(row: DeliveryRow, from: DeliveryStatus): void {
    const { status } = row;
    const id = idOf(row);
    const say = (text: string): void => fail(`${id} ${from} → ${status}: ${text}`);
    if (!DELIVERY_MOVES[from].includes(status)) say("The life cycle has no such move.");
    if (from === "FAILED" && status === "RETRY_WAIT" && !MAY_TAKE_BACK.has(context)) say("A refusal is permanent.");
    if (flagged.has(id) && !row.possibleDuplicate) say("A possible duplicate is no longer recorded.");
    if (row.possibleDuplicate) flagged.add(id);
    if (status === "SENT" && !truthOf(row).includes("ACCEPTED")) say("Nobody accepted it.");
    if (status === "SKIPPED" && truthOf(row).some((truth) => truth !== "NOT_DELIVERED")) say("It may have arrived.");
    if (status === "SENDING") begins(row, say);
  }

  /** An intent is being committed. */
  function begins(row: DeliveryRow, say: (text: string) => void): void {
    const halt = halts.get(row.broadcastId);
    const { topicId } = broadcastOf(tables, row.broadcastId);
    if (halt) say(`An intent after the broadcast was ${halt.how}.`);
    if (optOuts.has(row.recipientId) && !tables.topics.get(topicId)) say("An intent after the opt-out.");
    if (attemptsOf(tables, row).some(({ kind, outcome }) => kind === "POST" && outcome === null)) say("Two open attempts.");
  }

  function departs(workerId: string, delivery: ClaimedDelivery, kind: "POST" | "CREATE"): PostRecord {
    rate.departs(workerId, delivery.tenantId);
    const record: PostRecord = { epoch: delivery.epoch, truth: "ON_THE_WIRE" };
    if (kind === "CREATE") return record;
    const earlier = posts.get(idOf(delivery)) ?? [];
    checkPost(delivery, earlier);
    posts.set(idOf(delivery), [...earlier, record]);
    return record;
  }

  function checkPost(delivery: ClaimedDelivery, earlier: readonly PostRecord[]): void {
    const id = idOf(delivery);
    const row = broadcastOf(tables, delivery.broadcastId).deliveries.get(delivery.recipientId);
    const say = (text: string): void => fail(`${id} posts with epoch ${delivery.epoch}: ${text}`);
    const intents = attemptsOf(tables, delivery).filter(({ kind, epoch }) => kind === "POST" && epoch === delivery.epoch);
    if (intents.length !== 1) say("There is no committed intent.");
    if (earlier.some(({ epoch }) => epoch === delivery.epoch)) say("One intent, two requests.");
    const isDoubtful = earlier.some(({ truth }) => truth !== "NOT_DELIVERED");
    if (isDoubtful && !row?.possibleDuplicate) say("A second request, and no possible duplicate recorded.");
    const holds = broadcastOf(tables, delivery.broadcastId).onUnknown === "HOLD";
    if (isDoubtful && holds && !resent.has(id)) say("A second request under HOLD that no author asked for.");
    if (plan.calm) checkTiming(delivery, say);
  }

  function checkTiming({ broadcastId, recipientId }: Key, say: (text: string) => void): void {
    const halt = halts.get(broadcastId);
    const optedOutAt = optOuts.get(recipientId);
    const mandatory = tables.topics.get(broadcastOf(tables, broadcastId).topicId);
    const now = tables.nowMs();
    if (halt) tally.raise(`last request after a halt, ms`, now - halt.atMs);
    if (halt && now - halt.atMs > HALT_WITHIN_MS) say(`It leaves too long after the broadcast was ${halt.how}.`);
    if (optedOutAt === undefined || mandatory) return;
    tally.raise("last request after an opt-out, ms", now - optedOutAt);
    if (now - optedOutAt > OPT_OUT_WITHIN_MS) say("It leaves too long after the opt-out.");
  }

  function accepted(key: Key, record: PostRecord): void {
    record.truth = "ACCEPTED";
    const arrivals = truthOf(key).filter((truth) => truth === "ACCEPTED").length;
    if (arrivals < 2) return;
    const row = broadcastOf(tables, key.broadcastId).deliveries.get(key.recipientId);
    tally.add("came out: arrived twice, recorded");
    if (!row?.possibleDuplicate) fail(`${idOf(key)}: It arrived twice, and no possible duplicate is recorded.`);
  }

  const truthOf = (key: Key): PostRecord["truth"][] => (posts.get(idOf(key)) ?? []).map(({ truth }) => truth);

  function during<T>(name: string, act: () => T): T {
    context = name;
    try {
      const result = act();
      checkSums();
      return result;
    } catch (error) {
      fail(String(error));
      throw error;
    } finally {
      context = "";
    }
  }

  /** The counters of every broadcast add up to its audience, always. */
  function checkSums(): void {
    for (const { id, counters, deliveries, audienceSize } of tables.broadcasts.values()) {
      let total = 0;
      for (const count of counters.values()) total += count;
      if (total !== deliveries.size) fail(`${id}: The counters add up to ${total} of ${deliveries.size}.`);
      if (audienceSize !== null && audienceSize !== total) fail(`${id}: ${total} deliveries for an audience of ${audienceSize}.`);
    }
  }

  tables.onMove = moved;
  return {
    violations, fail, during, departs, accepted,
    observe: (ledger, workerId) => ({
      ...ledger,
      reserveSlots: (tenantId, count) => {
        const reservation = ledger.reserveSlots(tenantId, count);
        rate.reserved(workerId, tenantId, reservation);
        return reservation;
      },
      pauseSlots: (tenantId, forMs, cause) => {
        ledger.pauseSlots(tenantId, forMs, cause);
        rate.paused(tenantId, forMs);
      },
      tryBreakers: () => {
        const tried = ledger.tryBreakers();
        if (tried > 0) tally.add("came out: breaker tried");
        return tried;
      },
    }),
    ledger: (ledger, workerId) => ({
      ...ledger,
      pauseSlots: (tenantId, forMs, cause) => {
        rate.knowsPause(workerId, tenantId, forMs);
        return ledger.pauseSlots(tenantId, forMs, cause);
      },
    }),
    notDelivered: (record) => {
      record.truth = "NOT_DELIVERED";
    },
    postsOf: (key) => posts.get(idOf(key)) ?? NONE,
    halted: (broadcastId, how) => void halts.set(broadcastId, { how, atMs: tables.nowMs() }),
    resumed: (broadcastId) => void halts.delete(broadcastId),
    optedOut: (recipientId) => void optOuts.set(recipientId, tables.nowMs()),
    resent: (key) => void resent.add(idOf(key)),
    wasResent: (key) => resent.has(idOf(key)),
  };
}

function idOf({ broadcastId, recipientId }: Key): string {
  return `${broadcastId}/${recipientId}`;
}
