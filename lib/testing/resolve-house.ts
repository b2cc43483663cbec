// The practice town with its audiences, and what freezing made of them.
import { afterAll, beforeEach } from "vitest";

import type { BroadcastDetail } from "@/lib/domain/views";
import { viewBroadcastDetail } from "@/lib/store/broadcast-view";
import { getBroadcast } from "@/lib/store/broadcasts";
import { type DbPool, openDb } from "@/lib/store/db";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";

import { buildTown, type Town } from "./audience-town";
import { createTestDatabase } from "./database";
import { truncate } from "./truncate";

export type ResolveHouse = {
  db: DbPool;
  /** Made anew for each test. */
  town(): Town;
  tenantOf(): Promise<string>;
  /** Starts what is due and freezes it to the end. */
  resolveAll(pageSize?: number): Promise<void>;
  detailOf(broadcastId: string): Promise<BroadcastDetail>;
  /** Who has a delivery. */
  frozenOf(broadcastId: string): Promise<Set<string>>;
  /** What the directory's job does when it has read a group to its end. */
  readGroup(groupId: string, recipientIds: readonly string[]): Promise<void>;
  /** The id of a list with so many lines that name nobody: line-1@contoso.com and so on. */
  saveUnknownList(lines: number): Promise<string>;
};

export async function openResolveHouse(): Promise<ResolveHouse> {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl, 4);
  afterAll(() => db.$disconnect());
  let town: Town;
  beforeEach(async () => {
    await truncate(db, "deliveries", "delivery_counters", "send_slots", "recipients", "teams", "entra_groups", "audience_lists");
    await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
    town = await buildTown(db);
  });
  return {
    db,
    town: () => town,
    tenantOf: async () => (await db.recipient.findFirstOrThrow()).tenantId,
    resolveAll: async (pageSize) => {
      await startDueBroadcasts(db);
      while (await resolvePage(db, pageSize)) await Promise.resolve();
    },
    detailOf: async (broadcastId) => {
      const broadcast = await getBroadcast(db, broadcastId);
      if (!broadcast) throw new Error("There is no such broadcast.");
      return viewBroadcastDetail(db, broadcast);
    },
    frozenOf: async (broadcastId) => {
      const rows = await db.delivery.findMany({ where: { broadcastId }, select: { recipientId: true } });
      return new Set(rows.map(({ recipientId }) => recipientId));
    },
    readGroup: async (groupId, recipientIds) => {
      const { generation: before } = await db.entraGroup.findUniqueOrThrow({ where: { id: groupId } });
      await db.entraGroupMember.deleteMany({ where: { groupId } });
      const generation = before + 1;
      await db.entraGroupMember.createMany({ data: recipientIds.map((recipientId) => ({ groupId, recipientId, generation })) });
      await db.$executeRaw`UPDATE entra_groups SET reading = 'READ', read_at = now(), generation = ${generation}::int,
        member_count = ${recipientIds.length}::int WHERE id = ${groupId}::uuid`;
    },
    saveUnknownList: async (lines) => {
      const list = { name: "Unknown", authorName: "Ada", status: "READY", rows: lines, unknown: lines };
      const { id } = await db.audienceList.create({ data: list });
      await db.$executeRaw`
        INSERT INTO audience_list_flaws (list_id, line, value, reason)
        SELECT ${id}::uuid, n, 'line-' || n || '@contoso.com', 'UNKNOWN' FROM generate_series(1, ${lines}::int) n`;
      return id;
    },
  };
}
