// The groups of an audience when it is frozen: their members are read anew first, by the directory's job, which is asked by
// a row. A broadcast stays RESOLVING until each of its groups has been read since it began to; what was read is kept
// beside the broadcast as it was.
import { z } from "zod";

import { GROUP_READINGS } from "@/lib/domain/directory";
import type { GroupRest } from "@/lib/domain/group-reading";

import type { Db } from "./db";
import { listGroups } from "./entra-groups";
import { wantGroupReadings } from "./group-readings";

/** WAITING: come back later. A problem is for the broadcast's author, in words. */
export type GroupsState = { kind: "READY" } | { kind: "WAITING" } | { kind: "FAILED"; reason: string };

const rowsSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    reading: z.enum(GROUP_READINGS),
    read_error: z.string().nullable(),
    is_read: z.boolean(),
    has_failed: z.boolean(),
  }),
);

export async function prepareGroups(tx: Db, broadcastId: string, groupIds: readonly string[]): Promise<GroupsState> {
  if (groupIds.length === 0) return { kind: "READY" };
  const rows = rowsSchema.parse(
    await tx.$queryRaw`
      SELECT g.id, g.name, g.reading, g.read_error, coalesce(g.read_at >= b.resolving_at, false) AS is_read,
        (g.reading = 'FAILED' AND coalesce(g.wanted_at >= b.resolving_at, false)) AS has_failed
      FROM entra_groups g CROSS JOIN broadcasts b
      WHERE b.id = ${broadcastId}::uuid AND g.id = ANY(${[...groupIds]}::uuid[])`,
  );
  if (rows.length < groupIds.length) return { kind: "FAILED", reason: "A group of its audience no longer exists." };
  const failed = rows.find((row) => row.has_failed && !row.is_read);
  if (failed) {
    const reason = `The members of the group ${failed.name} could not be read: ${failed.read_error ?? "the directory did not say why"}`;
    return { kind: "FAILED", reason };
  }
  const unread = rows.filter((row) => !row.is_read);
  const idle = unread.filter(({ reading }) => reading !== "WANTED" && reading !== "READING").map(({ id }) => id);
  await wantGroupReadings(tx, idle);
  return { kind: unread.length > 0 ? "WAITING" : "READY" };
}

/** Keeps which groups were read, when, and how many people they had; until the end of the transaction nothing is added. */
export async function freezeGroups(tx: Db, broadcastId: string, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  await tx.$queryRaw`SELECT FROM entra_groups WHERE id = ANY(${[...groupIds]}::uuid[]) ORDER BY id FOR SHARE`;
  await tx.$executeRaw`DELETE FROM broadcast_groups WHERE broadcast_id = ${broadcastId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO broadcast_groups (broadcast_id, group_id, name, read_at, members)
    SELECT ${broadcastId}::uuid, g.id, g.name, g.read_at, (
      SELECT count(*) FROM entra_group_members m WHERE m.group_id = g.id AND m.generation >= g.generation)
    FROM entra_groups g WHERE g.id = ANY(${[...groupIds]}::uuid[])`;
}

/** While a page is written: those that are there stay until the end of the transaction. Whoever has one deleted is waited for. */
export async function keepGroups(tx: Db, groupIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT FROM entra_groups WHERE id = ANY(${[...groupIds]}::uuid[]) ORDER BY id FOR KEY SHARE`;
}

const answerSchema = z.tuple([z.object({ is_so: z.boolean() })]);

/** Whether they were read again since they were kept, which only a pause leaves time for. */
export async function haveGroupsChanged(tx: Db, broadcastId: string): Promise<boolean> {
  const rows: unknown = await tx.$queryRaw`
    SELECT EXISTS (
      SELECT FROM broadcast_groups bg JOIN entra_groups g ON g.id = bg.group_id
      WHERE bg.broadcast_id = ${broadcastId}::uuid AND g.read_at IS DISTINCT FROM bg.read_at) AS is_so`;
  return answerSchema.parse(rows)[0].is_so;
}

export type BroadcastGroup = { id: string; name: string; members: number | null; readAt: Date | null; rest: GroupRest | null };

/** The groups of a broadcast: as they were, or while they are read, as far as that is. */
export async function listBroadcastGroups(
  db: Db,
  { id, freezingAt, resolvingAt }: { id: string; freezingAt: Date | null; resolvingAt: Date | null },
  groupIds: readonly string[],
): Promise<BroadcastGroup[]> {
  if (groupIds.length === 0) return [];
  if (freezingAt) {
    const rows = await db.broadcastGroup.findMany({
      where: { broadcastId: id },
      orderBy: [{ name: "asc" }, { groupId: "asc" }],
      take: groupIds.length,
      select: { groupId: true, name: true, members: true, readAt: true },
    });
    return rows.map(({ groupId, ...row }) => ({ id: groupId, ...row, rest: null }));
  }
  const { items } = await listGroups(db, { ids: [...groupIds], limit: groupIds.length });
  return items.map(({ id: groupId, name, memberCount, readAt, rest }) => {
    const isRead = resolvingAt !== null && readAt !== null && readAt >= resolvingAt;
    return isRead
      ? { id: groupId, name, members: memberCount, readAt, rest: null }
      : { id: groupId, name, members: null, readAt: null, rest };
  });
}
