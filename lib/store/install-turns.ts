// The installations of a tenant take turns, on the database's clock: Microsoft's limit is the tenant's, however many
// workers there are, and what it asks one of them to wait holds for all.
import { z } from "zod";

import type { Db } from "./db";

const turnSchema = z.array(z.object({ tenant_id: z.string() }));

/** Takes the next turn, unless the tenant rests; then nobody else begins for `forMs` milliseconds. */
export async function takeInstallTurn(db: Db, tenantId: string, forMs: number): Promise<boolean> {
  const rows = await db.$queryRaw`
    INSERT INTO directory_syncs AS s (tenant_id, install_rest_until)
    VALUES (${tenantId}, now() + ${forMs}::float8 * interval '1 ms')
    ON CONFLICT (tenant_id) DO UPDATE SET install_rest_until = excluded.install_rest_until
    WHERE s.install_rest_until IS NULL OR s.install_rest_until <= now()
    RETURNING tenant_id`;
  return turnSchema.parse(rows).length === 1;
}

/** At least `restMs` milliseconds from now on. */
export async function restInstalls(db: Db, tenantId: string, restMs: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO directory_syncs AS s (tenant_id, install_rest_until)
    VALUES (${tenantId}, now() + ${restMs}::float8 * interval '1 ms')
    ON CONFLICT (tenant_id) DO UPDATE SET install_rest_until = greatest(s.install_rest_until, excluded.install_rest_until)`;
}
