// The members of groups, read on demand: whoever needs them says so (group-readings.ts), a reader takes the group under a
// lease, and writes page after page into the next generation with the link to go on from. Only when the last page is in
// does the generation switch, so that a reading that breaks off takes nobody out. One that begins anew forgets whom the broken
// one met: it would keep those who have left since.
import { z } from "zod";

import type { DirectoryPerson } from "@/lib/domain/directory-port";

import { type Db, type DbPool, inTransaction } from "./db";
import { savePeople } from "./directory-people";
import { DUE_BY_SQL } from "./due-sql";
import { isGroupHeld } from "./held-groups";

/** `lease` is the proof of holding the group: it changes with each page. `attempts`: those of this reading that failed. */
export type ClaimedGroup = {
  id: string; tenantId: string; objectId: string; cursor: string | null; attempts: number; lease: Date;
};

const LEASE_SECONDS = 120;
const claimedSchema = z.array(z.object({
  id: z.string(), tenant_id: z.string(), object_id: z.string(), read_cursor: z.string().nullable(),
  reading_attempts: z.number(), lease_until: z.date(),
}));
const leaseSchema = z.array(z.object({ lease_until: z.date() }));

/** The group that has waited longest, or whose reader died. It is gone on with, or begun anew when wanted since. */
export async function claimGroup(db: Db): Promise<ClaimedGroup | undefined> {
  const rows = await db.$queryRaw`
    WITH claimed AS (
      UPDATE entra_groups SET reading = 'READING', lease_until = now() + ${LEASE_SECONDS} * interval '1 second',
        read_cursor = CASE WHEN reading_since >= wanted_at THEN read_cursor END,
        reading_since = CASE WHEN read_cursor IS NOT NULL AND reading_since >= wanted_at THEN reading_since ELSE now() END
      WHERE id = (
        SELECT id FROM entra_groups
        WHERE reading IN ('WANTED', 'READING') AND reading_due_at <= ${DUE_BY_SQL} AND (lease_until IS NULL OR lease_until < now())
        ORDER BY wanted_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, tenant_id, object_id, generation, read_cursor, reading_attempts, lease_until
    ), forgotten AS (
      UPDATE entra_group_members m SET generation = c.generation FROM claimed c
      WHERE m.group_id = c.id AND c.read_cursor IS NULL AND m.generation > c.generation
    )
    SELECT id, tenant_id, object_id, read_cursor, reading_attempts, lease_until FROM claimed`;
  const [row] = claimedSchema.parse(rows);
  return row && {
    id: row.id, tenantId: row.tenant_id, objectId: row.object_id, cursor: row.read_cursor,
    attempts: row.reading_attempts, lease: row.lease_until,
  };
}

/**
 * Saves a page; `next` null ends the reading. Returns the renewed lease while there is more to read; undefined at the end,
 * or when the group was lost to another reader and nothing was saved. HELD: a broadcast is being frozen with the group, and
 * nothing was saved; come back with the same page.
 */
export async function saveMembers(
  db: DbPool, group: ClaimedGroup, people: readonly DirectoryPerson[], next: string | null,
): Promise<Date | "HELD" | undefined> {
  return inTransaction(db, async (tx) => {
    await tx.$queryRaw`SELECT FROM entra_groups WHERE id = ${group.id}::uuid FOR NO KEY UPDATE`;
    if (await isGroupHeld(tx, group.id)) return "HELD";
    const lease = await renewLease(tx, group, next);
    if (!lease) return undefined;
    // Members are shown in full, and somebody the sync has not met yet becomes a recipient here.
    await savePeople(tx, group.tenantId, "FULL", people);
    await tx.$executeRaw`
      INSERT INTO entra_group_members AS m (group_id, recipient_id, generation)
      SELECT g.id, r.id, g.generation + 1 FROM entra_groups g JOIN recipients r ON r.tenant_id = g.tenant_id
      WHERE g.id = ${group.id}::uuid AND r.external_id = ANY(${people.map(({ objectId }) => objectId)}::text[])
      ON CONFLICT (group_id, recipient_id) DO UPDATE SET generation = excluded.generation`;
    if (next !== null) return lease;
    await switchGeneration(tx, group.id);
    return undefined;
  });
}

async function renewLease(tx: Db, { id, lease }: ClaimedGroup, next: string | null): Promise<Date | undefined> {
  const rows = await tx.$queryRaw`
    UPDATE entra_groups SET read_cursor = ${next}, lease_until = now() + ${LEASE_SECONDS} * interval '1 second'
    WHERE id = ${id}::uuid AND lease_until = ${lease}::timestamptz
    RETURNING lease_until`;
  return leaseSchema.parse(rows)[0]?.lease_until;
}

/** `read_at` is when the reading began, so that whoever wanted it before knows it is theirs. */
async function switchGeneration(tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM entra_group_members m USING entra_groups g
    WHERE g.id = m.group_id AND g.id = ${id}::uuid AND m.generation <= g.generation`;
  await tx.$executeRaw`
    UPDATE entra_groups SET generation = generation + 1, read_cursor = NULL, lease_until = NULL, read_error = NULL,
      reading_attempts = 0,
      reading = CASE WHEN wanted_at > reading_since THEN 'WANTED' ELSE 'READ' END, read_at = reading_since,
      member_count = (SELECT count(*) FROM entra_group_members WHERE group_id = ${id}::uuid)
    WHERE id = ${id}::uuid`;
}

/** The members could not be read; `code` says why. The last good reading stays. */
export async function failGroup(db: Db, { id, lease }: ClaimedGroup, code: string): Promise<void> {
  await db.$executeRaw`
    UPDATE entra_groups SET reading = 'FAILED', read_error = ${code}, read_cursor = NULL, lease_until = NULL
    WHERE id = ${id}::uuid AND lease_until = ${lease}::timestamptz`;
}

/** `counted`: as a failure. */
type PutOff = { from: "CURSOR" | "START"; delayMs: number; counted: boolean };

/** Gives the group back, to be gone on with after `delayMs`. */
export async function putOffGroup(db: Db, { id, lease }: ClaimedGroup, { from, delayMs, counted }: PutOff): Promise<void> {
  await db.$executeRaw`
    UPDATE entra_groups SET reading = 'WANTED', lease_until = NULL,
      reading_due_at = now() + ${delayMs}::float8 * interval '1 ms', reading_attempts = reading_attempts + ${counted}::boolean::int,
      read_cursor = CASE WHEN ${from}::text = 'CURSOR' THEN read_cursor END
    WHERE id = ${id}::uuid AND lease_until = ${lease}::timestamptz`;
}
