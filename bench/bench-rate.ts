// How much of a tenant's rate is used, and how much is refused: always both, because a naive burst reaches 98 % with half
// of its requests refused. The simulated bucket allows 50/s with a burst of 5 and answers after 60 ms.
import { z } from "zod";

import { sendToAll } from "@/lib/testing/make-broadcast";

import { startBenchWorker } from "./engine";
import { type BenchHouse, control, knowPeople, openBenchHouse } from "./house";
import { promise } from "./promise";
import { untilFinished } from "./until-finished";

const RATE_PER_SECOND = 50;
const LOWER_RATE_PER_SECOND = 30;
const BURST = 5;
const LATENCY_MS = 60;
const PEOPLE = 3_000;
const CONNECTIONS = 64;
const FIVE_MINUTES_OF_PEOPLE = 9_000;
const FIRST_MINUTE_MS = 60_000;

type Arrival = { atMs: number; operation: string; status?: number | undefined; accepted: boolean };
type Usage = { utilisation: number; refusedShare: number; posts: number };

export async function benchRate(args: string[]): Promise<void> {
  const only = args[0];
  for (const workers of [1, 4]) {
    for (const [name, shares] of [["even", [25, 25, 25, 25]], ["70:10:10:10", [70, 10, 10, 10]]] as const) {
      if (only && only !== "even" && only !== `${workers}`) continue;
      const usage = await measure({ bucket: RATE_PER_SECOND, people: PEOPLE, workers, shares, skipMs: 0 });
      console.log(`50/s  ${workers} worker(s)  ${name.padEnd(12)} ${format(usage)}   (wanted: ≥ 97 %, ≤ 0.5 %)`);
      promise(usage.utilisation >= 0.97 && usage.refusedShare <= 0.005, `${workers} worker(s), ${name}`);
    }
  }
  if (only && only !== "lower") return;
  const usage = await measure({
    bucket: LOWER_RATE_PER_SECOND, people: FIVE_MINUTES_OF_PEOPLE, workers: 1, shares: [100], skipMs: FIRST_MINUTE_MS,
  });
  console.log(`30/s while 50 is configured, after the first minute ${format(usage)}   (wanted: ≥ 90 %, ≤ 2 %)`);
  promise(usage.utilisation >= 0.9 && usage.refusedShare <= 0.02, "30/s while 50 is configured");
}

type Plan = { bucket: number; people: number; workers: number; shares: readonly number[]; skipMs: number };

async function measure(plan: Plan): Promise<Usage> {
  const settings = { limits: true, ratePerSecond: plan.bucket, burst: BURST, latencyMs: LATENCY_MS, logRequests: true };
  const house = await openBenchHouse(plan.people, settings);
  try {
    await knowPeople(house, plan.people);
    const options = { simulatorUrl: house.simulatorUrl, connections: CONNECTIONS, ratePerSecond: RATE_PER_SECOND };
    const workers = await Promise.all(
      Array.from({ length: plan.workers }, () => startBenchWorker(house.databaseUrl, options)),
    );
    const ids = await sendShares(house, plan.shares);
    await untilFinished(house.db, ids);
    await Promise.all(workers.map((worker) => worker.stop()));
    return usageOf(await readArrivals(house), plan);
  } finally {
    await house.close();
  }
}

/** One broadcast a share, to disjoint people. */
async function sendShares(house: BenchHouse, shares: readonly number[]): Promise<string[]> {
  const people = await house.db.recipient.findMany({ orderBy: { id: "asc" }, select: { id: true } });
  let start = 0;
  const ids: string[] = [];
  for (const share of shares) {
    const size = Math.round((people.length * share) / 100);
    const recipientIds = people.slice(start, start + size).map(({ id }) => id);
    ids.push(await sendToAll(house.db, { audience: { kind: "RECIPIENTS", recipientIds } }));
    start += size;
  }
  return ids;
}

async function readArrivals(house: BenchHouse): Promise<Arrival[]> {
  const schema = z.array(
    z.object({ atMs: z.number(), operation: z.string(), status: z.number().optional(), accepted: z.boolean() }),
  );
  const answer = await control<unknown>(house, "requests");
  const list = Array.isArray(answer) ? answer : (answer as { requests: unknown }).requests;
  return schema.parse(list).filter(({ operation }) => operation === "postActivity");
}

function usageOf(arrivals: Arrival[], { bucket, skipMs }: Plan): Usage {
  const startMs = (arrivals[0]?.atMs ?? 0) + skipMs;
  const counted = arrivals.filter(({ atMs }) => atMs >= startMs);
  const seconds = ((counted.at(-1)?.atMs ?? 0) - (counted[0]?.atMs ?? 0)) / 1000;
  const accepted = counted.filter((arrival) => arrival.accepted).length;
  const refused = counted.filter(({ status }) => status === 429).length;
  const burst = skipMs === 0 ? BURST : 0;
  return { utilisation: (accepted - burst) / (bucket * seconds), refusedShare: refused / counted.length, posts: counted.length };
}

function format({ utilisation, refusedShare, posts }: Usage): string {
  return `${(utilisation * 100).toFixed(1)} % used, ${(refusedShare * 100).toFixed(2)} % of ${posts} requests refused`;
}
