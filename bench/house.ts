// What every measurement starts from: an embedded database in a temporary folder, and the simulated Teams as a process of
// its own, so that its work does not count as ours.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { type DbPool, openDb } from "@/lib/store/db";
import { eraseEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { readFirstLine, startChild } from "@/scripts/children";
import { startEmbeddedDatabase } from "@/scripts/serve";
import { makePeople, type Person } from "@/simulator/people";
import type { SettingsChange } from "@/simulator/settings";
import { DEFAULT_APP_ID } from "@/simulator/tenant";

const SEED = 1;
const BOT_ID = `28:${DEFAULT_APP_ID}`;
const PAGE_SIZE = 20_000;

export type BenchHouse = {
  db: DbPool;
  databaseUrl: string;
  simulatorUrl: string;
  serviceUrl: string;
  close(): Promise<void>;
};

/** `people` exist in the simulated tenant, all with the app installed. */
export async function openBenchHouse(people: number, settings: SettingsChange): Promise<BenchHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-bench-"));
  const database = await startEmbeddedDatabase(dataDir);
  const options = JSON.stringify({ people, settings });
  const simulator = startChild("simulator", ["--import", "tsx", "bench/simulator-child.ts", options], {
    env: process.env,
    readStdout: true,
  });
  const line = await readFirstLine(simulator);
  if (!line) throw new Error("The simulator did not start.");
  const { url } = JSON.parse(line) as { url: string };
  const db = openDb(database.databaseUrl, 12);
  return {
    db,
    databaseUrl: database.databaseUrl,
    simulatorUrl: url,
    serviceUrl: `${url}/teams/`,
    close: async () => {
      await db.$disconnect();
      await simulator.stop(2_000);
      await database.stop();
      await eraseEmbeddedPostgres(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Calls the simulator's control interface. */
export async function control<T>(house: BenchHouse, path: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers };
  const response = await fetch(`${house.simulatorUrl}/control/${path}`, init);
  if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}.`);
  return (await response.json()) as T;
}

/** The people of the simulator, who are the same for the same seed. */
export async function knowPeople({ db, serviceUrl }: BenchHouse, count: number): Promise<Person[]> {
  const everybody = makePeople(count, SEED, BOT_ID);
  await savePeople(db, serviceUrl, everybody);
  return everybody;
}

/** People of a simulator, written into the tables as the bot would have. */
export async function savePeople(db: DbPool, serviceUrl: string, people: readonly Person[]): Promise<void> {
  for (let start = 0; start < people.length; start += PAGE_SIZE) {
    await insertPeople(db, serviceUrl, people.slice(start, start + PAGE_SIZE));
  }
  await db.$executeRaw`ANALYZE recipients, conversation_references`;
}

async function insertPeople(db: DbPool, serviceUrl: string, people: readonly Person[]): Promise<void> {
  const rows = people.map(({ objectId, teamsUserId, conversationId, displayName }) => {
    return { objectId, teamsUserId, conversationId, displayName };
  });
  await db.$executeRaw`
    WITH p AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS p("objectId" text, "teamsUserId" text, "conversationId" text, "displayName" text)
    ), r AS (
      INSERT INTO recipients (id, tenant_id, external_id, display_name, updated_at)
      SELECT gen_random_uuid(), ${PRACTICE_TENANT_ID}, "objectId", "displayName", now() FROM p RETURNING id, external_id
    )
    INSERT INTO conversation_references (recipient_id, service_url, conversation_id, member_id, bot_id, state, source, seen_at)
    SELECT r.id, ${serviceUrl}, p."conversationId", p."teamsUserId", ${BOT_ID}, 'ACTIVE', 'INSTALL', now()
    FROM r JOIN p ON p."objectId" = r.external_id`;
}
