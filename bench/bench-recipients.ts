// How long the list of recipients takes among a million people, for many questions and at the first, a middle and the last
// page; and their counts by state. Of five looks the best tells what the question costs, the worst what the neighbours did.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

import { type DbPool, openDb } from "@/lib/store/db";
import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { countRecipients } from "@/lib/store/recipient-counts";
import { encodeCursor } from "@/lib/store/recipient-cursor";
import { listRecipientFacets } from "@/lib/store/recipient-facets";
import { listRecipients, type RecipientFilter } from "@/lib/store/recipient-search";
import { startEmbeddedDatabase } from "@/scripts/serve";

import { knowDirectory } from "./know-directory";

const PEOPLE = 1_000_000;
const LOOKS = 5;
const PAGE = 50;
const WANTED_MS = 100;

type Question = Omit<RecipientFilter, "limit" | "cursor">;

/** `npm run bench -- recipients [PEOPLE]` */
export async function benchRecipients([people]: string[]): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-bench-"));
  const database = await startEmbeddedDatabase(dataDir);
  const db = openDb(database.databaseUrl, 4);
  try {
    const count = Number(people ?? PEOPLE);
    const { teamId } = await knowDirectory(db, count);
    console.log(`${count.toLocaleString("en")} recipients; milliseconds a page of ${PAGE}: best (worst) of ${LOOKS}, wanted ≤ ${WANTED_MS}`);
    const cursors = await readCursors(db, count);
    for (const [name, question] of questions(teamId)) {
      const pages = [];
      for (const cursor of cursors) pages.push(await time(() => listRecipients(db, { ...question, cursor, limit: PAGE })));
      console.log(`  ${name.padEnd(46)} first ${pages[0]}  middle ${pages[1]}  last ${pages[2]}`);
    }
    const counting = await time(async () => {
      await db.cachedCount.deleteMany();
      await countRecipients(db);
    });
    console.log(`counts by state: anew ${counting}, as kept ${await time(() => countRecipients(db))}; departments and countries ${await time(() => listRecipientFacets(db))}`);
  } finally {
    await db.$disconnect();
    await database.stop();
    await eraseEmbeddedPostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function questions(teamId: string): [string, Question][] {
  return [
    ["everybody", {}],
    ["a letter: a", { q: "a" }],
    ["a letter that ends the alphabet: z", { q: "z" }],
    ["a first name: zuzanna", { q: "zuzanna" }],
    ["the start of a family name: lind", { q: "lind" }],
    ["a full name: olivia benn", { q: "olivia benn" }],
    ["two letters of two words: a b", { q: "a b" }],
    ["without accents: yilmaz", { q: "yilmaz" }],
    ["another script: 佐", { q: "佐" }],
    ["an address: zuzanna.nowak@", { q: "zuzanna.nowak@" }],
    ["nobody: qqqq", { q: "qqqq" }],
    ["reachable (60 %)", { state: "ACTIVE" }],
    ["blocked (1 %)", { state: "BLOCKED" }],
    ["not met (25 %)", { state: "NONE" }],
    ["disabled accounts (2 %)", { account: "DISABLED" }],
    ["a department (1.7 %)", { department: "department 07" }],
    ["a country and a department (0.08 %)", { country: "de", department: "department 08" }],
    ["opted out (2 %)", { optedOut: true }],
    ["a team of 25 000", { teamId }],
    ["channels, of which there are none", { kind: "CHANNEL" }],
    ["blocked in a department, name with a", { state: "BLOCKED", department: "Department 11", q: "a" }],
    ["with the app, opted out, name with m", { hasApp: true, optedOut: true, q: "m" }],
  ];
}

const rowSchema = z.tuple([z.object({ id: z.string(), name: z.string() })]);

/** Of the first page, one in the middle of all names, and the last one. */
async function readCursors(db: DbPool, count: number): Promise<(string | undefined)[]> {
  const cursors: (string | undefined)[] = [undefined];
  for (const place of [Math.floor(count / 2), Math.max(0, count - PAGE - 1)]) {
    const rows: unknown = await db.$queryRaw`
      SELECT id, display_name AS name FROM recipients ORDER BY display_name, id OFFSET ${place} LIMIT 1`;
    cursors.push(encodeCursor({ kind: "PERSON", ...rowSchema.parse(rows)[0] }));
  }
  return cursors;
}

async function time(read: () => Promise<unknown>): Promise<string> {
  const looks: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    const started = performance.now();
    await read();
    looks.push(performance.now() - started);
  }
  return `${Math.min(...looks).toFixed(1)} (${Math.max(...looks).toFixed(1)})`.padEnd(14);
}
