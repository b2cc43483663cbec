// A file of a million people with one bad line in a hundred, uploaded to the built server as a browser or another system
// does: how long it takes, how much memory the server needs at most, whether every line was accounted for. Then the
// list is sent to, and the simulated Teams counts what each person got.
import { Readable } from "node:stream";
import { request } from "undici";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { type Herald, startHerald } from "@/e2e/start-herald";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { createApiKey } from "@/lib/commands/create-api-key";
import { allFlaws } from "@/lib/store/audience-lists";
import { type DbPool, openDb } from "@/lib/store/db";
import { reportOf, sendToAll } from "@/lib/testing/make-broadcast";

import { savePeople } from "./house";
import { peakMiB, restartPeak } from "./peak-memory";
import { promise } from "./promise";
import { untilFinished } from "./until-finished";

const DEFAULT_ROWS = 1_000_000;
const CHUNK_LINES = 2_000;
/** Of a hundred rows, eighty name somebody for the first time whom somebody knows. */
const KNOWN_SHARE = 0.8;
const MIB = 1024 * 1024;
/** For ten times the rows: what is kept of each would make it many times as much; the collector takes its time. */
const MOST_GROWTH = 2;
const RATE_PER_SECOND = 10_000;
const PATIENCE_MS = 600_000;

/** What a row names: `n` counts from 1. */
type NameOf = (n: number) => string;
type Client = { herald: Herald; db: DbPool; key: string };

/** `npm run bench -- csv [ROWS]` */
export async function benchCsv([given]: string[]): Promise<void> {
  const rows = Number(given ?? DEFAULT_ROWS);
  const herald = await startHerald({
    people: Math.ceil(rows * KNOWN_SHARE), installed: 0, teams: { limits: false, keepMessages: false },
    settings: { SEND_RATE_PER_SECOND: String(RATE_PER_SECOND) },
  });
  const db = openDb(herald.databaseUrl, 4);
  try {
    const { key } = await createApiKey.run(db, SYSTEM_ACTOR, { name: "bench", role: "author" });
    const client = { herald, db, key };
    const { people } = herald.simulator;
    for (const person of people) person.status = "INSTALLED";
    await savePeople(db, herald.simulator.serviceUrl, people);
    // As other systems write people: object ids and sign-in names.
    await db.$executeRaw`UPDATE recipients SET principal_name = external_id || '@contoso.com'`;
    await db.$executeRaw`ANALYZE recipients`;
    const nameOf = (n: number): string => {
      const objectId = people[n - 1]?.objectId;
      if (objectId === undefined) return `nobody-${n}@nowhere.invalid`;
      return n % 2 === 0 ? objectId : `${objectId}@Contoso.com`;
    };
    const smaller = await upload(client, rows / 10, nameOf);
    const larger = await upload(client, rows, nameOf);
    promise(larger.peakMiB < smaller.peakMiB * MOST_GROWTH, "the server's memory grows with the file");
    await sendToList(client, larger.listId);
  } finally {
    await db.$disconnect();
    await herald.stop();
  }
}

type Uploaded = { listId: string; peakMiB: number };

async function upload({ herald, db, key }: Client, rows: number, nameOf: NameOf): Promise<Uploaded> {
  const pid = herald.pid();
  if (pid === undefined) throw new Error("The server does not run.");
  restartPeak(pid);
  const before = peakMiB(pid);
  const started = performance.now();
  const answer = await request(`${herald.url}/api/lists?name=${rows}%20rows`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "text/csv" },
    body: Readable.from(makeFile(rows, nameOf)),
    headersTimeout: PATIENCE_MS,
  });
  if (answer.statusCode !== 201) throw new Error(`The upload was answered ${answer.statusCode}: ${await answer.body.text()}`);
  const list = SCHEMAS.List.parse(await answer.body.json());
  const seconds = (performance.now() - started) / 1000;
  const peak = peakMiB(pid);
  console.log(`${rows.toLocaleString("en")} rows, ${(list.sizeBytes / MIB).toFixed(0)} MiB: ${seconds.toFixed(1)} s, ${Math.round(rows / seconds).toLocaleString("en")} rows/s; the server's memory at most ${peak} MiB, ${before} MiB before (wanted: less than twice as much for ten times the rows)`);
  const { people, duplicates, unknown, malformed } = list;
  console.log(`  ${people} people + ${duplicates} named again + ${unknown} unknown + ${malformed} bad lines = ${people + duplicates + unknown + malformed} of ${rows}`);
  promise(people + duplicates + unknown + malformed === rows, "every line is accounted for");
  await accountForBadLines(db, list.id, rows);
  return { listId: list.id, peakMiB: peak };
}

const BAD = ["Nobody;not an address", "Nobody;", "\"Open;x@contoso.com", "Nobody;4711", "Nobody;a@b@c.com"];

/** Every hundredth line is bad in one of several ways, another hundredth names somebody again, and some nobody knows. */
async function* makeFile(rows: number, nameOf: NameOf): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const lineOf = (n: number): string => {
    if (n % 100 === 0) return BAD[(n / 100) % BAD.length] ?? "";
    if (n % 100 === 1) return `"Again; she said";${nameOf(7).toUpperCase()}`;
    return `Person ${n};${nameOf(n)}`;
  };
  yield encoder.encode("\uFEFFName;E-Mail\r\n");
  for (let from = 1; from <= rows; from += CHUNK_LINES) {
    let chunk = "";
    for (let n = from; n < Math.min(from + CHUNK_LINES, rows + 1); n += 1) chunk += `${lineOf(n)}\r\n`;
    yield await Promise.resolve(encoder.encode(chunk));
  }
}

async function accountForBadLines(db: DbPool, listId: string, rows: number): Promise<void> {
  let bad = 0;
  let misplaced = 0;
  for await (const flaw of allFlaws(db, listId)) {
    if (flaw.reason === "UNKNOWN") continue;
    bad += 1;
    // The heading is line 1.
    if ((flaw.line - 1) % 100 !== 0) misplaced += 1;
  }
  console.log(`  bad lines reported by number: ${bad} of ${Math.floor(rows / 100)}, ${misplaced} with a wrong number`);
  promise(bad === Math.floor(rows / 100) && misplaced === 0, "each bad line is reported by its number");
}

async function sendToList({ herald, db }: Client, listId: string): Promise<void> {
  const { people } = await db.audienceList.findUniqueOrThrow({ where: { id: listId } });
  const started = performance.now();
  const id = await sendToAll(db, { audience: { kind: "CSV", listId } });
  await untilFinished(db, [id]);
  const seconds = (performance.now() - started) / 1000;
  const { counts } = await reportOf(db, id);
  const { chats } = herald.simulator.tenant;
  const cards = herald.simulator.people.map(({ conversationId }) => chats.get(conversationId)?.accepted ?? 0);
  const got = (count: number): number => cards.filter((one) => one === count).length;
  console.log(`a broadcast to the list of ${people}: ${counts.sent} sent, ${got(1)} people got one message, ${cards.length - got(0) - got(1)} more than one, in ${seconds.toFixed(0)} s`);
  promise(got(1) === people && counts.sent === people && cards.length - got(0) === people, "everybody on the list gets it once");
}
