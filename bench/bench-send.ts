// Messages a second of Herald's engine, outcomes durable in PostgreSQL, beside a bare undici loop that keeps nothing and
// botbuilder's own continueConversationAsync: the same simulated Teams with limits off, the same run, 50 connections.
import { type DbPool } from "@/lib/store/db";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";
import type { Person } from "@/simulator/people";

import { sendWithBotbuilder } from "./botbuilder-loop";
import { startBenchEngine, UNLIMITED_PER_SECOND } from "./engine";
import { type BenchHouse, knowPeople, openBenchHouse } from "./house";
import { sendWithUndici } from "./undici-loop";

const CONNECTIONS = 50;
const DEFAULT_RECIPIENTS = 10_000;
/** The slower loops need no more to settle. */
const LOOP_MESSAGES = 5_000;
const LOOK_EVERY_MS = 100;

export async function benchSend([count]: string[]): Promise<void> {
  const recipients = Number(count ?? DEFAULT_RECIPIENTS);
  const house = await openBenchHouse(recipients, { limits: false });
  try {
    const people = await knowPeople(house, recipients);
    const some = people.slice(0, Math.min(LOOP_MESSAGES, recipients));
    const bare = await rateOf(some, () => sendWithUndici(house.serviceUrl, some, CONNECTIONS));
    const sdk = await rateOf(some, () => sendWithBotbuilder(house.serviceUrl, some, CONNECTIONS));
    await sendWithHerald(house, recipients, bare, sdk);
  } finally {
    await house.close();
  }
}

async function sendWithHerald(house: BenchHouse, recipients: number, bare: number, sdk: number): Promise<void> {
  const { db, simulatorUrl } = house;
  const engine = startBenchEngine(db, { simulatorUrl, connections: CONNECTIONS, ratePerSecond: UNLIMITED_PER_SECOND });
  const started = performance.now();
  const cpu = process.cpuUsage();
  const id = await sendToAll(house.db);
  const { peakMiB, startMiB } = await watchUntilFinished(house.db, id, started);
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  await engine.stop();
  const { counts } = await reportOf(house.db, id);
  const herald = counts.sent / seconds;
  console.log(`bare undici loop                  ${rate(bare)}`);
  console.log(`botbuilder continueConversation   ${rate(sdk)}`);
  console.log(`Herald's engine, durable          ${rate(herald)}   ${(herald / bare).toFixed(2)} × undici, ${(herald / sdk).toFixed(1)} × botbuilder`);
  console.log(`Herald: ${counts.sent} sent of ${recipients} in ${seconds.toFixed(1)} s, CPU ${(((used.user + used.system) / 1e3) / recipients).toFixed(2)} s per 1 000 in this process`);
  console.log(`memory of this process: ${startMiB} MiB at the start, ${peakMiB} MiB at the most`);
}

/** Prints the progress each second, and fails when the parts do not add up. */
async function watchUntilFinished(db: DbPool, id: string, started: number): Promise<{ peakMiB: number; startMiB: number }> {
  const startMiB = mebibytes();
  let peakMiB = startMiB;
  for (let look = 0; ; look += 1) {
    const { status, counts } = await reportOf(db, id);
    const { total, ...parts } = counts;
    const sum = Object.values(parts).reduce((all, part) => all + part, 0);
    if (sum !== total) throw new Error(`The parts sum to ${sum}, not to ${total}.`);
    peakMiB = Math.max(peakMiB, mebibytes());
    if (look % 10 === 0) console.log(`${((performance.now() - started) / 1000).toFixed(1)} s  ${status}  ${counts.sent}/${total}`);
    if (status === "FINISHED") return { peakMiB, startMiB };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function rateOf(people: readonly Person[], send: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await send();
  return people.length / ((performance.now() - started) / 1000);
}

function rate(messagesPerSecond: number): string {
  return `${Math.round(messagesPerSecond).toLocaleString("en").padStart(8)} messages/s`;
}

function mebibytes(): number {
  return Math.round(process.memoryUsage.rss() / 1024 / 1024);
}
