// Groups of the directory: their list as the last sync found it, for the console and the picker of audiences.
import { z } from "zod";

import {
  GROUP_KINDS, GROUP_MEMBERSHIPS, GROUP_READINGS, type GroupKind, type GroupMembership, type GroupReading,
} from "@/lib/domain/directory";
import type { DirectoryGroup } from "@/lib/domain/directory-port";
import { type GroupRest, restOf } from "@/lib/domain/group-reading";
import { wordsOf } from "@/lib/domain/group-search";
import { isStorable } from "@/lib/domain/storable-text";

import { type Db, type DbPool, inTransaction } from "./db";
import { Prisma } from "./generated/client";
import { isHeldSql } from "./held-groups";

export type EntraGroup = {
  id: string;
  tenantId: string;
  objectId: string;
  name: string;
  mail: string | null;
  kind: GroupKind;
  membership: GroupMembership;
  hasTeam: boolean;
  reading: GroupReading;
  rest: GroupRest | null;
  wantedAt: Date | null;
  readAt: Date | null;
  /** A code of lib/domain/directory-port.ts. */
  readError: string | null;
  /** As of `readAt`. */
  memberCount: number | null;
};

const groupSchema = z.object({
  id: z.string(),
  tenant_id: z.string(),
  object_id: z.string(),
  name: z.string(),
  mail: z.string().nullable(),
  kind: z.enum(GROUP_KINDS),
  membership: z.enum(GROUP_MEMBERSHIPS),
  has_team: z.boolean(),
  reading: z.enum(GROUP_READINGS),
  reading_attempts: z.number(),
  reading_due_at: z.date(),
  now: z.date(),
  wanted_at: z.date().nullable(),
  read_at: z.date().nullable(),
  read_error: z.string().nullable(),
  member_count: z.number().nullable(),
});

const SELECT = Prisma.sql`
  SELECT g.id, g.tenant_id, g.object_id, g.name, g.mail, g.kind, g.membership, g.has_team, g.reading, g.wanted_at, g.read_at,
    g.reading_attempts, g.reading_due_at, g.read_error, g.member_count, now() AS now
  FROM entra_groups g`;

/** One page of the directory's list, with one statement. */
export async function saveGroups(db: Db, tenantId: string, groups: readonly DirectoryGroup[]): Promise<void> {
  if (groups.length === 0) return;
  await db.$executeRaw`
    INSERT INTO entra_groups AS g (id, tenant_id, object_id, name, mail, kind, membership, has_team, listed_at)
    SELECT gen_random_uuid(), ${tenantId}, "objectId", name, mail, kind, membership, "hasTeam", now()
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb)
      AS t("objectId" text, name text, mail text, kind text, membership text, "hasTeam" boolean)
    ORDER BY "objectId"
    ON CONFLICT (tenant_id, object_id) DO UPDATE SET name = excluded.name, mail = excluded.mail, kind = excluded.kind,
      membership = excluded.membership, has_team = excluded.has_team, listed_at = excluded.listed_at`;
}

const nowSchema = z.tuple([z.object({ now: z.date() })]);

/** The database's clock, before a list is read: groups it does not name are forgotten afterwards. */
export async function beginGroupList(db: Db): Promise<Date> {
  return nowSchema.parse(await db.$queryRaw`SELECT now() AS now`)[0].now;
}

/**
 * Forgets groups that a complete list did not name; returns how many there are. One that a broadcast is being frozen with, or
 * that is in use for another reason, is left for the next list.
 */
export async function endGroupList(db: Db | DbPool, tenantId: string, startedAt: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const rows = await tx.$queryRaw`
      SELECT id FROM entra_groups WHERE tenant_id = ${tenantId} AND listed_at < ${startedAt}::timestamptz
      ORDER BY id FOR UPDATE SKIP LOCKED`;
    const ids = z.array(z.object({ id: z.string() })).parse(rows).map(({ id }) => id);
    // In a statement of its own, after the lock: held-groups.ts says why.
    await tx.$executeRaw`
      DELETE FROM entra_groups g WHERE g.id = ANY(${ids}::uuid[]) AND NOT (${isHeldSql(Prisma.sql`g.id`)})`;
    return tx.entraGroup.count({ where: { tenantId } });
  });
}

export type GroupFilter = {
  /** Parts of the name or address, in any letter case and order: what Graph finds by words is found by them here. */
  q?: string | undefined;
  kind?: GroupKind | undefined;
  ids?: string[] | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** By name. `cursor` is the `next` of the page before; one that cannot be read starts from the beginning. */
export async function listGroups(db: Db, filter: GroupFilter): Promise<{ items: EntraGroup[]; next: string | null }> {
  const rows = await db.$queryRaw`${SELECT} WHERE ${conditionsOf(filter)} ORDER BY g.name, g.id LIMIT ${filter.limit + 1}`;
  const groups = z.array(groupSchema).parse(rows).map(groupOf);
  const items = groups.slice(0, filter.limit);
  const last = items.at(-1);
  return { items, next: groups.length > filter.limit && last ? encodeCursor(last) : null };
}

export async function getGroup(db: Db, id: string): Promise<EntraGroup | undefined> {
  const rows = await db.$queryRaw`${SELECT} WHERE g.id = ${id}::uuid`;
  return z.array(groupSchema).parse(rows).map(groupOf)[0];
}

function conditionsOf({ q, kind, ids, cursor }: GroupFilter): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  for (const word of wordsOf(q ?? "")) {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(Prisma.sql`(g.name ILIKE ${pattern} OR g.mail ILIKE ${pattern})`);
  }
  if (kind) conditions.push(Prisma.sql`g.kind = ${kind}`);
  if (ids) conditions.push(Prisma.sql`g.id = ANY(${ids}::uuid[])`);
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  if (after) conditions.push(Prisma.sql`(g.name, g.id) > (${after[0]}, ${after[1]}::uuid)`);
  return Prisma.join(conditions, " AND ");
}

function groupOf(row: z.output<typeof groupSchema>): EntraGroup {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    objectId: row.object_id,
    name: row.name,
    mail: row.mail,
    kind: row.kind,
    membership: row.membership,
    hasTeam: row.has_team,
    reading: row.reading,
    rest: restOf({ reading: row.reading, attempts: row.reading_attempts, dueAt: row.reading_due_at }, row.now),
    wantedAt: row.wanted_at,
    readAt: row.read_at,
    readError: row.read_error,
    memberCount: row.member_count,
  };
}

const cursorSchema = z.tuple([z.string().max(500).refine(isStorable), z.uuid()]);

function encodeCursor({ name, id }: EntraGroup): string {
  return Buffer.from(JSON.stringify([name, id])).toString("base64url");
}

function decodeCursor(cursor: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
