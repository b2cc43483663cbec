// What a message costs: CPU of the worker and its database, beside botbuilder and a bare undici pool, in paired rounds of
// one run, medians of three; then the memory of a worker, and the report's reads, as recipients grow.
// CPU seconds hardly depend on what else the machine is doing; rates do, and mean something as ratios of one round only.
import { sendToAll } from "@/lib/testing/make-broadcast";

import { sendWithBotbuilder } from "./botbuilder-loop";
import { databaseCpuSeconds } from "./database-cpu";
import { type BenchWorker, startBenchWorker, UNLIMITED_PER_SECOND } from "./engine";
import { type BenchHouse, knowPeople, openBenchHouse } from "./house";
import { measureReads } from "./measure-reads";
import { promise } from "./promise";
import { sendWithUndici } from "./undici-loop";
import { untilFinished } from "./until-finished";

const CONNECTIONS = 50;
const ROUNDS = 3;
const ROUND_PEOPLE = 30_000;
const LOOP_MESSAGES = 5_000;
const DEFAULT_MOST_PEOPLE = 1_000_000;

type Cost = { perSecond: number; cpuPer1000: number };
type HeraldCost = Cost & { workerCpu: number; databaseCpu: number; peakMiB: number };

/** `npm run bench -- speed [MOST_PEOPLE]` */
export async function benchSpeed(args: string[]): Promise<void> {
  await comparePairs();
  await benchSize(args);
}

/** `npm run bench -- size [MOST_PEOPLE]`: the second half of it. */
export async function benchSize([most]: string[]): Promise<void> {
  for (const people of [10_000, Number(most ?? DEFAULT_MOST_PEOPLE)]) await measureSize(people);
}

async function comparePairs(): Promise<void> {
  const house = await openBenchHouse(ROUND_PEOPLE, { limits: false });
  // One process for all rounds, like the loops, which run in this one: what is compared is the work, not the compiling.
  const worker = await startWorker(house);
  try {
    const people = (await knowPeople(house, ROUND_PEOPLE)).slice(0, LOOP_MESSAGES);
    const rounds: { bare: Cost; sdk: Cost; herald: HeraldCost }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await costOf(LOOP_MESSAGES, () => sendWithUndici(house.serviceUrl, people, CONNECTIONS));
      const sdk = await costOf(LOOP_MESSAGES, () => sendWithBotbuilder(house.serviceUrl, people, CONNECTIONS));
      rounds.push({ bare, sdk, herald: await heraldCost(house, worker, ROUND_PEOPLE) });
    }
    const middle = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
    console.log(`rates, messages/s:   undici ${whole(middle((r) => r.bare.perSecond))}, botbuilder ${whole(middle((r) => r.sdk.perSecond))}, Herald ${whole(middle((r) => r.herald.perSecond))}`);
    console.log(`  Herald / botbuilder ${middle((r) => r.herald.perSecond / r.sdk.perSecond).toFixed(1)} (wanted ≥ 5 where the cores allow), Herald / undici ${middle((r) => r.herald.perSecond / r.bare.perSecond).toFixed(2)} (wanted ≥ 0.4)`);
    console.log(`CPU s per 1 000:     undici ${cents(middle((r) => r.bare.cpuPer1000))}, botbuilder ${cents(middle((r) => r.sdk.cpuPer1000))}, Herald ${cents(middle((r) => r.herald.cpuPer1000))} (worker ${cents(middle((r) => r.herald.workerCpu))} + database ${cents(middle((r) => r.herald.databaseCpu))})`);
    console.log(`  Herald / botbuilder ${middle((r) => r.herald.cpuPer1000 / r.sdk.cpuPer1000).toFixed(2)} (wanted ≤ 0.20)`);
    promise(middle((r) => r.herald.perSecond / r.bare.perSecond) >= 0.4, "0.4 of undici's rate");
    promise(middle((r) => r.herald.cpuPer1000 / r.sdk.cpuPer1000) <= 0.2, "a fifth of botbuilder's CPU");
  } finally {
    await worker.stop();
    await house.close();
  }
}

async function startWorker({ databaseUrl, simulatorUrl }: BenchHouse): Promise<BenchWorker> {
  return startBenchWorker(databaseUrl, { simulatorUrl, connections: CONNECTIONS, ratePerSecond: UNLIMITED_PER_SECOND });
}

async function heraldCost({ db }: BenchHouse, worker: BenchWorker, people: number): Promise<HeraldCost> {
  const before = { worker: await worker.use(), database: await databaseCpuSeconds(db) };
  const started = performance.now();
  await untilFinished(db, [await sendToAll(db)]);
  const seconds = (performance.now() - started) / 1000;
  const after = { worker: await worker.use(), database: await databaseCpuSeconds(db) };
  const workerCpu = ((after.worker.cpuSeconds - before.worker.cpuSeconds) * 1000) / people;
  const databaseCpu = ((after.database - before.database) * 1000) / people;
  const { peakMiB } = after.worker;
  return { perSecond: people / seconds, cpuPer1000: workerCpu + databaseCpu, workerCpu, databaseCpu, peakMiB };
}

async function costOf(messages: number, send: () => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await send();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: messages / seconds, cpuPer1000: ((user + system) / 1e6 / messages) * 1000 };
}

async function measureSize(people: number): Promise<void> {
  const house = await openBenchHouse(people, { limits: false, keepMessages: false });
  try {
    await knowPeople(house, people);
    const worker = await startWorker(house);
    const { peakMiB, perSecond, workerCpu, databaseCpu } = await heraldCost(house, worker, people);
    await worker.stop();
    console.log(`${people.toLocaleString("en")} recipients: worker's memory at most ${whole(peakMiB)} MiB (wanted ≤ 300), ${whole(perSecond)} messages/s, CPU s per 1 000: worker ${cents(workerCpu)} + database ${cents(databaseCpu)}`);
    promise(peakMiB <= 300, "300 MiB for the worker");
    for (const line of await measureReads(house.db)) console.log(`  ${line}`);
  } finally {
    await house.close();
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function cents(value: number): string {
  return value.toFixed(3);
}
