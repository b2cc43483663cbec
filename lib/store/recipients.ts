// Recipients with what is known about reaching them, for the console and the bot. Pages go by keyset on (name, id), so
// the last page of a hundred thousand people costs what the first one costs.
import { z } from "zod";

import {
  RECIPIENT_KINDS,
  type RecipientKind,
  REFERENCE_SOURCES,
  REFERENCE_STATES,
  type ReferenceSource,
  type ReferenceState,
} from "@/lib/domain/reference";
import { isStorable } from "@/lib/domain/storable-text";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { listOptOutsOf, type SavedOptOut } from "./opt-outs";

export type Recipient = {
  id: string;
  tenantId: string;
  objectId: string;
  displayName: string;
  givenName: string | null;
  email: string | null;
  kind: RecipientKind;
  userType: "MEMBER" | "GUEST";
  locale: string | null;
  state: ReferenceState;
  evidence: string;
  stateSince: Date;
  source: ReferenceSource;
  seenAt: Date;
  optOuts: SavedOptOut[];
};

export type RecipientFilter = {
  /** Part of the name or email, in any letter case. */
  q?: string | undefined;
  state?: ReferenceState | undefined;
  /** True: only people who opted out of something. */
  optedOut?: boolean | undefined;
  /** Only these; unknown ones are not there. */
  ids?: string[] | undefined;
  cursor?: string | undefined;
  limit: number;
};

const rowSchema = z.object({
  id: z.string(),
  tenant_id: z.string(),
  external_id: z.string(),
  display_name: z.string(),
  given_name: z.string().nullable(),
  email: z.string().nullable(),
  kind: z.enum(RECIPIENT_KINDS),
  user_type: z.enum(["MEMBER", "GUEST"]),
  locale: z.string().nullable(),
  state: z.enum(REFERENCE_STATES),
  evidence: z.string(),
  state_since: z.date(),
  source: z.enum(REFERENCE_SOURCES),
  seen_at: z.date(),
});

const SELECT = Prisma.sql`
  SELECT r.id, r.tenant_id, r.external_id, r.display_name, r.given_name, r.email, r.kind, r.user_type, r.locale,
    c.state, c.evidence, c.state_since, c.source, c.seen_at
  FROM recipients r JOIN conversation_references c ON c.recipient_id = r.id`;

/** `cursor` is the `next` of the page before; one that cannot be read starts from the beginning. */
export async function listRecipients(
  db: Db,
  filter: RecipientFilter,
): Promise<{ items: Recipient[]; next: string | null }> {
  const rows = await db.$queryRaw`${SELECT} WHERE ${conditionsOf(filter)}
    ORDER BY r.display_name, r.id LIMIT ${filter.limit + 1}`;
  const page = z.array(rowSchema).parse(rows);
  const items = await withOptOuts(db, page.slice(0, filter.limit));
  const last = items.at(-1);
  return { items, next: page.length > filter.limit && last ? encodeCursor(last) : null };
}

export async function getRecipient(db: Db, id: string): Promise<Recipient | undefined> {
  const rows = await db.$queryRaw`${SELECT} WHERE r.id = ${id}::uuid`;
  return (await withOptOuts(db, z.array(rowSchema).parse(rows)))[0];
}

/** The person as Teams and Entra know them. */
export async function getRecipientByObjectId(
  db: Db,
  tenantId: string,
  objectId: string,
): Promise<Recipient | undefined> {
  const rows = await db.$queryRaw`${SELECT} WHERE r.tenant_id = ${tenantId} AND r.external_id = ${objectId}`;
  return (await withOptOuts(db, z.array(rowSchema).parse(rows)))[0];
}

/** How many recipients are in each state of their reference; every state is named. */
export async function countRecipients(db: Db): Promise<Record<ReferenceState, number>> {
  const rows = await db.conversationReference.groupBy({ by: ["state"], _count: { _all: true } });
  const counts = new Map(rows.map(({ state, _count }) => [state, _count._all]));
  const entries = REFERENCE_STATES.map((state) => [state, counts.get(state) ?? 0] as const);
  return Object.fromEntries(entries) as Record<ReferenceState, number>;
}

function conditionsOf({ q, state, optedOut, ids, cursor }: RecipientFilter): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (q) {
    const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(r.display_name ILIKE ${pattern} OR r.email ILIKE ${pattern})`);
  }
  if (ids) conditions.push(Prisma.sql`r.id = ANY(${ids}::uuid[])`);
  if (state) conditions.push(Prisma.sql`c.state = ${state}`);
  if (optedOut) conditions.push(Prisma.sql`EXISTS (SELECT 1 FROM opt_outs oo WHERE oo.recipient_id = r.id)`);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after) conditions.push(Prisma.sql`(r.display_name, r.id) > (${after[0]}, ${after[1]}::uuid)`);
  return Prisma.join(conditions, " AND ");
}

async function withOptOuts(db: Db, rows: z.output<typeof rowSchema>[]): Promise<Recipient[]> {
  const optOuts = rows.length > 0 ? await listOptOutsOf(db, rows.map(({ id }) => id)) : undefined;
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    objectId: row.external_id,
    displayName: row.display_name,
    givenName: row.given_name,
    email: row.email,
    kind: row.kind,
    userType: row.user_type,
    locale: row.locale,
    state: row.state,
    evidence: row.evidence,
    stateSince: row.state_since,
    source: row.source,
    seenAt: row.seen_at,
    optOuts: optOuts?.get(row.id) ?? [],
  }));
}

const cursorSchema = z.tuple([z.string().max(500).refine(isStorable), z.uuid()]);

function encodeCursor({ displayName, id }: Recipient): string {
  return Buffer.from(JSON.stringify([displayName, id])).toString("base64url");
}

function decodeCursor(cursor: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
