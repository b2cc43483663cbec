// One seed from beginning to end: faults until a moment that the plan names, then a kind world in which everything must
// come to its end within a bound; then the authors decide about what is left, and it must come to its end once more.
import { CLIMB_MAX_SECONDS, climbedRate, HEADROOM } from "@/lib/domain/throttle";

import { createFaultyConnector } from "./faulty-connector";
import { createInstantLedger, type InstantLedger } from "./memory-ledger";
import { createTables, type MemoryTables } from "./memory-tables";
import type { World } from "./mortal-worker";
import { createPeople, type People } from "./people";
import { drawPlan, type Mode, type Plan } from "./plan";
import { createRandom } from "./random";
import { recount } from "./recount";
import { createTally, type Tally } from "./tally";
import { createTimeline } from "./timeline";
import { createWatch, type Watch } from "./watch";
import { startWorkers, type Workers } from "./workers";

export type Options = {
  people: number;
  mode?: Mode;
  /** A planted bug, which the watch has to find. */
  bug?: Bug;
};

/** What a planted bug may change: the ledger beneath the watch, or what the edge reports. */
export type Bug = {
  ledger?: (ledger: InstantLedger, tables: MemoryTables) => InstantLedger;
  lies?: boolean;
  /** Weather in which the bug shows itself sooner. */
  weather?: (plan: Plan) => Plan;
  /** An opt-out is written down and takes nothing out of the queue. */
  deafOptOut?: boolean;
};

export type Result = { seed: number; violations: string[]; tally: Tally; virtualMs: number; fingerprint: string };

/** However long breakers make everybody wait: a run that takes longer than this does not end by itself. */
const LONGEST_MS = 4 * 3_600_000;
const LOOK_EVERY_MS = 500;
const EPILOGUES = 3;

type Run = Omit<World, "connector" | "ledger"> & { tables: MemoryTables; people: People; workers: Workers };

export async function simulate(seed: number, options: Options): Promise<Result> {
  const run = setUp(seed, options);
  // A rejection that nobody listens to ends a real worker at once.
  const onUnhandled = (error: unknown): void => run.watch.fail(`A rejection that nobody listens to: ${String(error)}`);
  process.on("unhandledRejection", onUnhandled);
  try {
    return await play(seed, run);
  } finally {
    process.off("unhandledRejection", onUnhandled);
  }
}

async function play(seed: number, run: Run): Promise<Result> {
  const { timeline, plan, tables, watch, tally, people, workers } = run;
  const isBroken = (): boolean => watch.violations.length > 0;
  await timeline.run(plan.faultsUntilMs, isBroken);
  await untilOver(run);
  for (let n = 0; n < EPILOGUES && !isBroken() && plan.deeds.decisions > 0; n += 1) if (people.decide()) await untilOver(run);
  if (!isBroken()) await workers.stopAll();
  if (!isBroken()) recount(tables, watch, tally);
  workers.abandon();
  const virtualMs = timeline.nowMs();
  return { seed, virtualMs, tally, violations: watch.violations, fingerprint: fingerprintOf(tables, virtualMs) };
}

function setUp(seed: number, { people: size, mode = "faults", bug = {} }: Options): Run {
  const random = createRandom(seed);
  const drawn = drawPlan(random.stream("plan"), size, mode);
  const plan = bug.weather?.(drawn) ?? drawn;
  const timeline = createTimeline();
  const tables = createTables(timeline.nowMs);
  const tally = createTally();
  const base = createWatch(tables, plan, tally);
  const people = createPeople({ tables, timeline, plan, random, watch: base, tally, deafOptOut: bug.deafOptOut === true });
  const watch: Watch = {
    ...base,
    accepted: (key, record) => {
      base.accepted(key, record);
      people.receive(key);
    },
  };
  const honest = createInstantLedger(tables, plan.ratePerSecond);
  const ledger = bug.ledger?.(honest, tables) ?? honest;
  const world = { timeline, plan, watch, tally, random };
  const connector = createFaultyConnector(world, bug.lies === true);
  return { ...world, tables, people, workers: startWorkers({ ...world, ledger, connector }) };
}

/**
 * Runs until nothing is open, and fails when that takes longer than what was left needs: its share of the rate as it
 * climbs back, one lease, the longest waits. While a breaker waits for its trial, the time does not count.
 */
async function untilOver(run: Run): Promise<void> {
  const { timeline, tables, watch, people, plan, tally } = run;
  const beganAt = timeline.nowMs();
  let leftMs = boundMs(tables, plan);
  let over = false;
  people.resumeAll();
  const look = (): void => {
    over = isOver(tables);
    if (over) return;
    const waitsForTrial = [...tables.slots.values()].some(({ breaker }) => breaker !== "CLOSED");
    if (!waitsForTrial) leftMs -= LOOK_EVERY_MS;
    if (leftMs < 0) watch.fail(`Not over ${Math.round(timeline.nowMs() - beganAt)} ms after the faults stopped: ${openOf(tables)}`);
    people.resumeAll();
    timeline.after(LOOK_EVERY_MS, look);
  };
  look();
  await timeline.run(timeline.nowMs() + LONGEST_MS, () => over || watch.violations.length > 0);
  tally.raise("time to the end after the faults, s", (timeline.nowMs() - beganAt) / 1_000);
  if (!over && watch.violations.length === 0) watch.fail(`It never ends: ${openOf(tables)}`);
}

function isOver(tables: MemoryTables): boolean {
  return [...tables.broadcasts.values()].every(({ status, finishedAtMs }) => {
    return status === "FINISHED" || (status === "CANCELED" && finishedAtMs !== null);
  });
}

/** `remaining / rate + lease + backoff`, with the pauses that are still to be waited out and the rate still to be regained. */
function boundMs(tables: MemoryTables, plan: Plan): number {
  const now = tables.nowMs();
  const slots = [...tables.slots.values()];
  const pauseMs = Math.max(0, ...slots.map(({ pausedUntilMs }) => pausedUntilMs - now));
  const lowest = Math.min(plan.ratePerSecond, ...slots.map(({ ratePerSecond }) => ratePerSecond));
  const climbMs = climbSeconds(lowest, plan.ratePerSecond) * 1_000;
  const people = plan.broadcasts.reduce((sum, { share }) => sum + share * plan.people, 0);
  const requests = 3 * people;
  const backoffMs = 2 * 60_000 + 30_000;
  return (requests / plan.ratePerSecond) * 1_000 + climbMs + pauseMs + 2 * plan.leaseMs + backoffMs;
}

/** Until the full rate is back; less than that is sent meanwhile, so this is generous. */
function climbSeconds(from: number, to: number): number {
  let seconds = 0;
  while (climbedRate(from, seconds, to) < to * HEADROOM && seconds < CLIMB_MAX_SECONDS) seconds += 1;
  return seconds;
}

function openOf(tables: MemoryTables): string {
  return [...tables.broadcasts.values()]
    .map(({ id, status, pausedBy, statusReason, pending, leased }) => {
      return `${id} ${status} ${pausedBy ?? ""} ${statusReason ?? ""} waiting ${pending.size} leased ${leased.size}`;
    })
    .concat([...tables.slots].map(([id, { breaker, breakerReason }]) => `${id} ${breaker} ${breakerReason ?? ""}`))
    .join("; ");
}

/** Two runs of a seed have the same one, or the simulation itself is broken. */
function fingerprintOf(tables: MemoryTables, virtualMs: number): string {
  let hash = 0;
  for (const { deliveries } of tables.broadcasts.values()) {
    for (const row of deliveries.values()) {
      const text = `${row.status}${row.reason ?? ""}${row.epoch}${row.settledAtMs ?? 0}`;
      for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
    }
  }
  return `${virtualMs.toFixed(3)}/${hash}`;
}
