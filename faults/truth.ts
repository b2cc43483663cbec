// Herald's report beside the ground truth: what the simulated Teams really accepted for each person. The promises of the
// delivery engine are judged here and nowhere else.
import { z } from "zod";

import { type BenchHouse, control } from "@/bench/house";
import type { DbPool } from "@/lib/store/db";

export type Truth = {
  people: number;
  sent: number;
  /** No final state, or SENT without an acceptance. */
  lost: number;
  /** Said to have failed or been skipped, although it was accepted. */
  denied: number;
  /** Accepted more than once. */
  duplicated: number;
  /** Of those, not marked as a possible duplicate before the last request. */
  unrecorded: number;
  /** Marked as a possible duplicate, whether it became one or not. */
  recorded: number;
  unconfirmed: number;
  /** Of the unconfirmed, how many had in fact been accepted. */
  arrived: number;
  /** Accepted more often than intents were committed. */
  unintended: number;
  /** Counters that differ from a recount of the rows. */
  miscounted: number;
};

/** How often each person's chat has accepted a message of the bot, by Entra object id. */
export type Accepted = ReadonlyMap<string, number>;

const PAGE_SIZE = 1_000;
const FINAL = ["SENT", "FAILED", "UNCONFIRMED", "SKIPPED"];

const pageSchema = z.object({
  items: z.array(z.object({ objectId: z.string(), received: z.number() })),
  next: z.string().nullable(),
});
const rowsSchema = z.array(
  z.object({
    person: z.string(), status: z.string().nullable(), recorded: z.boolean(), in_time: z.boolean(), intents: z.number(),
  }),
);
type Row = z.infer<typeof rowsSchema>[number];

export async function readAccepted(house: BenchHouse): Promise<Accepted> {
  const accepted = new Map<string, number>();
  for (let cursor: string | null = "0"; cursor !== null; ) {
    const page = pageSchema.parse(await control(house, `people?limit=${PAGE_SIZE}&cursor=${cursor}`));
    for (const { objectId, received } of page.items) accepted.set(objectId, received);
    cursor = page.next;
  }
  return accepted;
}

/** Judges one broadcast to everybody; `before` is what had been accepted when it began. */
export async function judge(db: DbPool, id: string, accepted: Accepted, before?: Accepted): Promise<Truth> {
  const rows = await readRows(db, id);
  const receivedBy = ({ person }: Row): number => (accepted.get(person) ?? 0) - (before?.get(person) ?? 0);
  const count = (is: (row: Row, received: number) => boolean): number =>
    rows.filter((row) => is(row, receivedBy(row))).length;
  return {
    people: rows.length,
    sent: count(({ status }) => status === "SENT"),
    lost: count(({ status }, received) => !FINAL.includes(status ?? "") || (status === "SENT" && received === 0)),
    denied: count(({ status }, received) => (status === "FAILED" || status === "SKIPPED") && received > 0),
    duplicated: count((_, received) => received > 1),
    unrecorded: count(({ in_time: inTime }, received) => received > 1 && !inTime),
    recorded: count(({ recorded }) => recorded),
    unconfirmed: count(({ status }) => status === "UNCONFIRMED"),
    arrived: count(({ status }, received) => status === "UNCONFIRMED" && received > 0),
    unintended: count(({ intents }, received) => received > intents),
    miscounted: await countMiscounted(db, id),
  };
}

// Left join: somebody without a delivery is exactly what is looked for.
async function readRows(db: DbPool, id: string): Promise<Row[]> {
  return rowsSchema.parse(
    await db.$queryRaw`
      SELECT r.external_id AS person, d.status, coalesce(d.possible_duplicate_at IS NOT NULL, false) AS recorded,
        coalesce(d.possible_duplicate_at <= a.last_at, false) AS in_time, coalesce(a.intents, 0)::int AS intents
      FROM recipients r LEFT JOIN deliveries d ON d.recipient_id = r.id AND d.broadcast_id = ${id}::uuid
      LEFT JOIN (
        SELECT recipient_id, count(*) AS intents, max(started_at) AS last_at FROM attempts
        WHERE broadcast_id = ${id}::uuid AND kind = 'POST' GROUP BY 1
      ) a ON a.recipient_id = r.id`,
  );
}

async function countMiscounted(db: DbPool, id: string): Promise<number> {
  const rows: unknown = await db.$queryRaw`
    SELECT count(*)::int AS count FROM (
      SELECT status, coalesce(reason, '') AS reason, count(*) AS n FROM deliveries WHERE broadcast_id = ${id}::uuid GROUP BY 1, 2
    ) d FULL JOIN (
      SELECT status, reason, sum(count) AS n FROM delivery_counters WHERE broadcast_id = ${id}::uuid GROUP BY 1, 2
    ) c USING (status, reason) WHERE coalesce(d.n, 0) <> coalesce(c.n, 0)`;
  return z.tuple([z.object({ count: z.number() })]).parse(rows)[0].count;
}
