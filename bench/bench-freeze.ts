// What freezing an audience costs, beside the same number of rows written with nothing known of anybody: as bare rows, and
// with the indexes, the checks and the counting that a delivery has.
import { randomUUID } from "node:crypto";

import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { DbPool } from "@/lib/store/db";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { sendToAll } from "@/lib/testing/make-broadcast";

import { knowPeople, openBenchHouse } from "./house";
import { promise } from "./promise";

const DEFAULT_PEOPLE = 1_000_000;
const WANTED_SECONDS = 5;

/** `npm run bench -- freeze [PEOPLE]` */
export async function benchFreeze([given]: string[]): Promise<void> {
  const people = Number(given ?? DEFAULT_PEOPLE);
  const house = await openBenchHouse(1, { limits: false, keepMessages: false });
  const { db } = house;
  try {
    await knowPeople(house, people);
    await db.$executeRaw`VACUUM (ANALYZE) recipients, conversation_references`;
    const bare = await measure(() => insertBareRows(db, people));
    const deliveries = await measure(() => insertDeliveries(db, people));
    await db.$executeRaw`TRUNCATE deliveries, delivery_counters`;
    const id = await sendToAll(db);
    await startDueBroadcasts(db);
    let slowest = 0;
    const frozen = await measure(async () => {
      let more = true;
      while (more) {
        const page = await measure(async () => {
          more = await resolvePage(db);
        });
        slowest = Math.max(slowest, page);
      }
    });
    const written = await db.delivery.count({ where: { broadcastId: id } });
    console.log(`${people.toLocaleString("en")} people, seconds:`);
    console.log(`  bare rows, no index, no check         ${bare.toFixed(1)}`);
    console.log(`  rows of deliveries, nobody looked up  ${deliveries.toFixed(1)}`);
    console.log(`  the audience frozen                   ${frozen.toFixed(1)} (wanted ≤ ${WANTED_SECONDS} for 1,000,000); slowest page ${slowest.toFixed(1)}`);
    console.log(`  ${(frozen / deliveries).toFixed(1)} × the rows alone, ${((frozen / people) * 1e6).toFixed(1)} µs each; ${written.toLocaleString("en")} written`);
    promise(written === people, "a delivery for everybody");
    promise(people < DEFAULT_PEOPLE || frozen <= WANTED_SECONDS, `frozen within ${WANTED_SECONDS} s`);
  } finally {
    await house.close();
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

async function insertBareRows(db: DbPool, rows: number): Promise<void> {
  await db.$executeRaw`CREATE TABLE bare_rows (LIKE deliveries INCLUDING DEFAULTS)`;
  await db.$executeRaw`
    INSERT INTO bare_rows (broadcast_id, recipient_id, tenant_id, recipient_name)
    SELECT ${randomUUID()}::uuid, gen_random_uuid(), ${PRACTICE_TENANT_ID}, 'Somebody ' || n FROM generate_series(1, ${rows}::int) n`;
  await db.$executeRaw`DROP TABLE bare_rows`;
}

/** In the order of the key, as a page is. */
async function insertDeliveries(db: DbPool, rows: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, recipient_name)
    SELECT ${randomUUID()}::uuid, lpad(to_hex(n), 32, '0')::uuid, ${PRACTICE_TENANT_ID}, 'Somebody ' || n
    FROM generate_series(1, ${rows}::int) n`;
}
