// The people of a run: who can be reached and how, and what they and the authors do to it at random moments. Every deed is
// one transaction, and the watch is told of its commit.
import type { Key } from "./books";
import { addBroadcast, addPerson } from "./make-rows";
import {
  cancelBroadcast, optOut, pauseBroadcast, proveDelivered, resolveUnconfirmed, resumeBroadcast, retryFailed,
} from "./memory-commands";
import { broadcastOf, type MemoryTables, type PersonRow } from "./memory-tables";
import type { Plan } from "./plan";
import type { Random } from "./random";
import type { Tally } from "./tally";
import type { Timeline } from "./timeline";
import type { Watch } from "./watch";

export const NEWS = "news";
export const ALERTS = "alerts";

export type People = {
  /** A message has arrived: some read it, which proves it. */
  receive(key: Key): void;
  /** Whatever a person has paused goes on; a message that Teams did not accept is sent on after a look at it. */
  resumeAll(): void;
  /** Authors decide about what is left unconfirmed or failed. False when there was nothing to decide. */
  decide(): boolean;
};

export type PeopleParts = {
  tables: MemoryTables;
  timeline: Timeline;
  plan: Plan;
  random: Random;
  watch: Watch;
  tally: Tally;
  /** A planted bug: opting out takes nothing out of the queue. */
  deafOptOut: boolean;
};

export function createPeople(parts: PeopleParts): People {
  const { tables, timeline, plan, watch } = parts;
  const random = parts.random.stream("people");
  fillTenants(tables, plan, random);
  const deeds = createDeeds(parts, random);
  plan.broadcasts.forEach((broadcast, index) => {
    timeline.at(broadcast.atMs, () => addBroadcast(tables, plan, index, random));
  });
  const often = (count: number, deed: () => void): void => {
    for (let n = 0; n < count; n += 1) timeline.at(random.between(0, plan.faultsUntilMs), deed);
  };
  often(plan.deeds.pauses, deeds.pause);
  often(plan.deeds.cancels, deeds.cancel);
  often(plan.deeds.optOuts, deeds.optOut);
  often(plan.deeds.decisions, () => deeds.decide());
  often(plan.calm ? 0 : 3, deeds.join);
  often(plan.calm ? 0 : Math.ceil(plan.people / 200), deeds.uninstall);
  return {
    decide: deeds.decide,
    resumeAll: () => {
      for (const { id, pausedBy, statusReason } of tables.broadcasts.values()) {
        // A breaker whose trials are all refused is waiting for a person: those who are left may all be people who blocked.
        const ownBreaker = [...tables.slots.values()].find(({ breakerReason }) => breakerReason === statusReason);
        const isTried = (ownBreaker?.probes ?? 0) >= 3;
        const isRefused = statusReason?.includes("does not accept this message") === true;
        const isTheirs = pausedBy === "PERSON" || pausedBy === "MISSED";
        if (isTheirs || (pausedBy === "BREAKER" && (isRefused || isTried))) deeds.resume(id);
      }
    },
    receive: (key) => {
      if (!random.chance(plan.deeds.proofs)) return;
      timeline.after(random.between(100, 60_000), () => {
        const isProven = watch.during("proof", () => proveDelivered(tables, key.broadcastId, key.recipientId));
        if (isProven) parts.tally.add("came out: proven by a read");
      });
    },
  };
}

const STATES = [["KNOWN", 0.1], ["BLOCKED", 0.105], ["REMOVED", 0.11], ["NEEDS_INSTALL", 0.115]] as const;

/** One in ten is only known and has no conversation yet; a few cannot be written to. */
function fillTenants(tables: MemoryTables, plan: Plan, random: Random): void {
  tables.topics.set(NEWS, false).set(ALERTS, true);
  for (let n = 0; n < plan.people; n += 1) {
    const luck = random.next();
    const [state] = STATES.find(([, below]) => luck < below) ?? ["ACTIVE" as const];
    addPerson(tables, { state, tenantId: `tenant-${n % plan.tenants}`, guest: random.chance(0.005) });
  }
}

type Deeds = Record<"pause" | "cancel" | "optOut" | "join" | "uninstall", () => void> & {
  resume(id: string): void;
  decide(): boolean;
};

function createDeeds({ tables, timeline, plan, watch, tally, deafOptOut }: PeopleParts, random: Random): Deeds {
  const anyBroadcast = (): string | undefined => {
    const ids = [...tables.broadcasts.keys()];
    return ids.length > 0 ? random.pick(ids) : undefined;
  };
  const anybody = (): PersonRow => random.pick(tables.people);

  function resume(id: string): void {
    if (!watch.during("resume", () => resumeBroadcast(tables, id))) return;
    watch.resumed(id);
    tally.add("deed: resume");
  }

  return {
    resume,
    pause: () => {
      const id = anyBroadcast();
      if (!id || !watch.during("pause", () => pauseBroadcast(tables, id))) return;
      watch.halted(id, "PAUSED");
      tally.add("deed: pause");
      timeline.after(random.between(10, 8_000), () => {
        const isPaused = broadcastOf(tables, id).pausedBy === "PERSON" || random.chance(0.3);
        if (isPaused) resume(id);
      });
    },
    cancel: () => {
      const id = anyBroadcast();
      if (!id || !watch.during("cancel", () => cancelBroadcast(tables, id))) return;
      watch.halted(id, "CANCELED");
      tally.add("deed: cancel");
      if (plan.calm) timeline.after(SWEPT_WITHIN_MS, () => assertSwept(tables, watch, id));
    },
    optOut: () => {
      const { id } = anybody();
      const topicId = random.chance(0.5) ? NEWS : null;
      watch.during("opt-out", () => void (deafOptOut ? tables.optOuts.add(`${id}/*`) : optOut(tables, id, topicId)));
      watch.optedOut(id);
      tally.add("deed: opt-out");
    },
    join: () => void addPerson(tables, { state: "ACTIVE", tenantId: "tenant-0", guest: false }),
    uninstall: () => {
      const { reference } = anybody();
      if (reference) Object.assign(reference, { state: "REMOVED", evidence: "UNINSTALLED", stateSinceMs: tables.nowMs() });
    },
    decide: () => {
      const id = anyBroadcast();
      return id !== undefined && decideAbout(tables, watch, random, id);
    },
  };
}

const SWEPT_WITHIN_MS = 2_000;

/** Two seconds after a cancel nothing waits any more; what was on the wire may still be. */
function assertSwept(tables: MemoryTables, watch: Watch, id: string): void {
  const { pending, leased } = broadcastOf(tables, id);
  const claimed = [...leased].filter(({ status }) => status === "CLAIMED").length;
  if (pending.size + claimed > 0) watch.fail(`${id}: ${pending.size + claimed} deliveries wait 2 s after the cancel.`);
}

function decideAbout(tables: MemoryTables, watch: Watch, random: Random, id: string): boolean {
  const inDoubt = [...broadcastOf(tables, id).deliveries.values()].filter(({ status, reason }) => {
    return status === "UNCONFIRMED" || (status === "FAILED" && reason === "CLOSED");
  });
  const deed = random.pick(["RESEND", "CLOSE", "RETRY_FAILED"] as const);
  const count = watch.during(deed === "RETRY_FAILED" ? "retryFailed" : deed, () =>
    deed === "RETRY_FAILED" ? retryFailed(tables, id) : resolveUnconfirmed(tables, id, deed),
  );
  if (count === 0) return false;
  for (const row of inDoubt) if (row.status === "RETRY_WAIT") watch.resent(row);
  return true;
}
