// Recipients a page at a time, found among a million by any mix of filters. No index serves every mix, so a page is found in
// one of three ways, each of them bounded whatever was asked, and the last page costs what the first one costs:
//
// 1. What most match is met by walking along the names from the cursor. (Not for words: people of one name stand together, so
//    that a walk may meet none of the many who have another.)
// 2. What few match is fetched as a whole by the indexes of the filters, and sorted by name.
// 3. What is neither is walked along the ids, which are chance, so that they meet a share of the matches everywhere. Such a
//    list has no order, and says so: nobody reads ten thousand names to the end, but narrows the question.
import { z } from "zod";

import { RECIPIENT_KINDS } from "@/lib/domain/reference";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { conditionsSql, type RecipientConditions } from "./recipient-conditions";
import { behindSql, decodeCursor, encodeCursor, isByName, type RecipientCursor } from "./recipient-cursor";
import { type Recipient, recipientsOf, SELECT_RECIPIENTS } from "./recipients";

/** Rows a walk looks at while there are other ways, some 10 ms; and once there is none. */
const WALKED = 5_000;
const WALKED_AT_MOST = 20_000;
/** More than these are not sorted. */
const SORTED = 3_000;

export type RecipientFilter = RecipientConditions & { cursor?: string | undefined; limit: number };
/** `sorted`: by kind and name, else in no order. A page may be short although another follows. */
export type RecipientPage = { items: Recipient[]; next: string | null; sorted: boolean };

type Search = { db: Db; filter: RecipientFilter; conditions: Prisma.Sql; after: RecipientCursor | undefined };
type Key = { id: string; kind: Recipient["kind"]; name: string };
type Found = { keys: Key[]; next: RecipientCursor | null; sorted: boolean };
type Order = { by: Prisma.Sql; cursorOf: (key: Key) => RecipientCursor; sorted: boolean };

const NAMES: Order = { by: Prisma.sql`r.kind, r.display_name, r.id`, cursorOf: (key) => key, sorted: true };
const IDS: Order = { by: Prisma.sql`r.id`, cursorOf: ({ id }) => ({ id }), sorted: false };

const keySchema = z.object({ id: z.string(), kind: z.enum(RECIPIENT_KINDS), name: z.string() });
const keysSchema = z.array(keySchema);
const foundSchema = z.tuple([z.object({ total: z.number(), keys: keysSchema })]);

/** `cursor` is the `next` of the page before; one that cannot be read starts from the beginning. */
export async function listRecipients(db: Db, filter: RecipientFilter): Promise<RecipientPage> {
  const search = { db, filter, conditions: conditionsSql(filter), after: decodeCursor(filter.cursor) };
  const { keys, next, sorted } = await find(search);
  const place = new Map(keys.map(({ id }, index) => [id, index]));
  const rows: unknown = await db.$queryRaw`${SELECT_RECIPIENTS} WHERE r.id = ANY(${[...place.keys()]}::uuid[])`;
  const items = await recipientsOf(db, rows);
  items.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  return { items, next: next && encodeCursor(next), sorted };
}

async function find(search: Search): Promise<Found> {
  const { filter, after } = search;
  if (!isByName(after)) return walkOn(search, IDS);
  const walkable = !filter.q?.trim() && filter.ids === undefined;
  const walked = walkable ? await walk(search, NAMES, WALKED) : [];
  if (walked.length > filter.limit) return pageOf(walked, NAMES, filter.limit);
  const few = await fetchFew(search);
  if (few) return pageOf(few, NAMES, filter.limit);
  return walkOn(search, after ? NAMES : IDS);
}

function pageOf(keys: Key[], { cursorOf, sorted }: Order, limit: number): Found {
  const page = keys.slice(0, limit);
  const last = page.at(-1);
  return { keys: page, next: keys.length > limit && last ? cursorOf(last) : null, sorted };
}

/** The matches among the next `window` recipients. */
async function walk({ db, filter, conditions, after }: Search, { by }: Order, window: number): Promise<Key[]> {
  return keysSchema.parse(await db.$queryRaw`
    SELECT r.id, r.kind, r.display_name AS name FROM (
      SELECT * FROM recipients r WHERE ${behindSql(after, filter.kind)} AND ${ofKind(filter)} ORDER BY ${by} LIMIT ${window}
    ) r
    WHERE ${conditions} ORDER BY ${by} LIMIT ${filter.limit + 1}`);
}

/** The way has been chosen, so that where too few are met the page is short, and the next one begins where this walk ended. */
async function walkOn(search: Search, order: Order): Promise<Found> {
  const { db, filter, after } = search;
  const met = await walk(search, order, WALKED_AT_MOST);
  if (met.length > filter.limit) return pageOf(met, order, filter.limit);
  const [end] = keysSchema.parse(await db.$queryRaw`
    SELECT r.id, r.kind, r.display_name AS name FROM recipients r WHERE ${behindSql(after, filter.kind)} AND ${ofKind(filter)}
    ORDER BY ${order.by} OFFSET ${WALKED_AT_MOST - 1} LIMIT 1`);
  return { keys: met, next: end ? order.cursorOf(end) : null, sorted: order.sorted };
}

/**
 * All that match, sorted; undefined when they are too many. Materialized, and the cursor outside, so that the planner takes the
 * indexes of the filters and not, misled by the order and the limit, that of the names. Their number comes even when none of
 * those fetched is behind the cursor: of too many they are any, and the page may lie among the others.
 */
async function fetchFew({ db, filter, conditions, after }: Search): Promise<Key[] | undefined> {
  const [{ total, keys }] = foundSchema.parse(await db.$queryRaw`
    WITH found AS MATERIALIZED (
      SELECT r.id, r.kind, r.display_name FROM recipients r WHERE ${conditions} LIMIT ${SORTED + 1}
    ), page AS (
      SELECT r.id, r.kind, r.display_name AS name FROM found r WHERE ${behindSql(after)} ORDER BY ${NAMES.by} LIMIT ${filter.limit + 1}
    )
    SELECT (SELECT count(*)::int FROM found) AS total,
      (SELECT coalesce(json_agg(r ORDER BY r.kind, r.name, r.id), '[]') FROM page r) AS keys`);
  return total > SORTED ? undefined : keys;
}

/** Within the walk itself, so that it passes over other kinds in the index. */
function ofKind({ kind }: RecipientFilter): Prisma.Sql {
  return kind ? Prisma.sql`r.kind = ${kind}` : Prisma.sql`true`;
}
