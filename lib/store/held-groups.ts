// Groups that a broadcast is being frozen with: its pages are written one after the other, and see the same members. So they
// are neither read nor forgotten meanwhile. Lock the group first, in a statement of its own, or a broadcast that has just begun
// may be missed.
import { z } from "zod";

import type { Db } from "./db";
import { Prisma } from "./generated/client";

export function isHeldSql(groupId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT FROM broadcasts b JOIN broadcast_groups bg ON bg.broadcast_id = b.id
    WHERE b.status = 'RESOLVING' AND b.freezing_at IS NOT NULL AND bg.group_id = ${groupId})`;
}

const answerSchema = z.tuple([z.object({ is_so: z.boolean() })]);

export async function isGroupHeld(tx: Db, groupId: string): Promise<boolean> {
  const rows: unknown = await tx.$queryRaw`SELECT ${isHeldSql(Prisma.sql`${groupId}::uuid`)} AS is_so`;
  return answerSchema.parse(rows)[0].is_so;
}
