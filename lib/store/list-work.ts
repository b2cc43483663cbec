// Which broadcasts of which tenants have something due: urgent first, then by age. Reads the partial index of due rows.
import { z } from "zod";

import type { Work } from "@/lib/domain/ledger";

import type { Db } from "./db";

const rowsSchema = z.array(z.object({ tenant_id: z.string(), broadcast_id: z.string(), urgent: z.boolean() }));

export async function listWork(db: Db): Promise<Work[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT s.tenant_id, b.id AS broadcast_id, (b.priority = 'URGENT' OR b.purpose = 'TEST') AS urgent
    FROM broadcasts b CROSS JOIN send_slots s
    WHERE b.status IN ('SENDING', 'ACTIVE') AND EXISTS (
      SELECT 1 FROM deliveries d
      WHERE d.tenant_id = s.tenant_id AND d.broadcast_id = b.id AND (d.status = 'QUEUED' OR d.status = 'RETRY_WAIT')
        AND d.due_at <= now())
    ORDER BY urgent DESC, b.sending_at, b.id`;
  return rowsSchema
    .parse(rows)
    .map((row) => ({ tenantId: row.tenant_id, broadcastId: row.broadcast_id, urgent: row.urgent }));
}
