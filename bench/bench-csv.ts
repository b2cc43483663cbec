// A file of a million people with one bad line in a hundred: how long it takes to become a list, how much memory that needs
// at most, and whether everything was accounted for.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { uploadList } from "@/lib/commands/upload-list";
import { allFlaws,type AudienceList } from "@/lib/store/audience-lists";
import type { DbPool } from "@/lib/store/db";
import { AUTHOR } from "@/lib/testing/make-broadcast";

import { addDirectoryPeople, openBenchDatabase } from "./bench-database";

const DEFAULT_ROWS = 1_000_000;
const CHUNK_LINES = 2_000;
const MIB = 1024 * 1024;
const LOOK_EVERY_ROWS = 10_000;

/** `npm run bench -- csv [ROWS]` */
export async function benchCsv([given]: string[]): Promise<void> {
  const rows = Number(given ?? DEFAULT_ROWS);
  const { db, close } = await openBenchDatabase();
  try {
    await addDirectoryPeople(db, Math.ceil(rows * 0.8));
    for (const size of [Math.ceil(rows / 10), rows]) await readFile(db, size);
  } finally {
    await close();
  }
}

async function readFile(db: DbPool, rows: number): Promise<void> {
  collectGarbage();
  const before = process.memoryUsage();
  const memory = { rss: before.rss, live: before.heapUsed };
  const cpu = process.cpuUsage();
  const started = performance.now();
  const list = await uploadList(db, AUTHOR, { name: `${rows} rows`, bytes: makeFile(rows, memory) });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${rows.toLocaleString("en")} rows, ${(list.sizeBytes / MIB).toFixed(0)} MiB: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s CPU of ours), ${Math.round(rows / seconds).toLocaleString("en")} rows/s`);
  console.log(`  heap in use at most ${(memory.live / MIB).toFixed(0)} MiB, ${((memory.live - before.heapUsed) / MIB).toFixed(0)} MiB more than before (wanted: the same for ten times the rows); process at most ${(memory.rss / MIB).toFixed(0)} MiB`);
  await account(db, list, rows);
}

type Memory = { rss: number; live: number };

/** What is in use, not what has not been collected yet. */
function look(memory: Memory): void {
  memory.rss = Math.max(memory.rss, process.memoryUsage().rss);
  collectGarbage();
  memory.live = Math.max(memory.live, process.memoryUsage().heapUsed);
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
}

/** Every hundredth line is bad in one of several ways, another hundredth names somebody again, and some nobody knows. */
async function* makeFile(rows: number, memory: Memory): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode("\uFEFFName;E-Mail\r\n");
  for (let from = 1; from <= rows; from += CHUNK_LINES) {
    if (from % LOOK_EVERY_ROWS === 1) look(memory);
    let chunk = "";
    for (let n = from; n < Math.min(from + CHUNK_LINES, rows + 1); n += 1) chunk += `${lineOf(n, rows)}\r\n`;
    yield await Promise.resolve(encoder.encode(chunk));
  }
}

const BAD = ["Nobody;not an address", "Nobody;", "\"Open;x@contoso.com", "Nobody;4711", "Nobody;a@b@c.com"];

function lineOf(n: number, rows: number): string {
  if (n % 100 === 0) return BAD[(n / 100) % BAD.length] ?? "";
  if (n % 100 === 1) return `"Again; she said";PERSON-7@contoso.com`;
  return `Person ${n};person-${n}@${n > rows * 0.8 ? "nowhere.invalid" : "contoso.com"}`;
}

async function account(db: DbPool, list: AudienceList, rows: number): Promise<void> {
  let bad = 0;
  let misplaced = 0;
  for await (const flaw of allFlaws(db, list.id)) {
    if (flaw.reason === "UNKNOWN") continue;
    bad += 1;
    // The heading is line 1.
    if ((flaw.line - 1) % 100 !== 0) misplaced += 1;
  }
  const { people, duplicates, unknown, malformed } = list;
  console.log(`  ${people} people + ${duplicates} named again + ${unknown} unknown + ${malformed} bad lines = ${people + duplicates + unknown + malformed} of ${rows}`);
  console.log(`  bad lines reported by number: ${bad} of ${Math.floor(rows / 100)}, ${misplaced} with a wrong number`);
}
