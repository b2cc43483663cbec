// Settles a batch of answers and, when refusals are among them, looks at the breakers in the same transaction: otherwise a
// broadcast could finish on refusals that turn out to be a wave a moment later, and its people would stay given up.
import { WAVE_WINDOW_MS } from "@/lib/domain/breaker";
import type { BreakerTrip, Settlement } from "@/lib/domain/ledger";

import { checkBreakers } from "./breakers";
import { type Db, type DbPool, inTransaction } from "./db";
import { settleDeliveries } from "./settle-deliveries";

export async function settleBatch(db: DbPool, settlements: Settlement[]): Promise<BreakerTrip[]> {
  const refused = settlements.filter(({ answer }) => answer?.outcome.kind === "REFUSED");
  if (refused.length === 0) {
    await settleDeliveries(db, settlements);
    return [];
  }
  return inTransaction(db, async (tx) => {
    await lockSending(tx);
    await settleDeliveries(tx, settlements);
    const trips: BreakerTrip[] = [];
    for (const tenantId of new Set(refused.map((settlement) => settlement.tenantId))) {
      const own = refused.filter((settlement) => settlement.tenantId === tenantId);
      trips.push(...(await checkBreakers(tx, tenantId, [...new Set(own.map(({ key }) => key.broadcastId))])));
    }
    return trips;
  });
}

/**
 * A breaker pauses broadcasts, those that have just finished among them, and claims lock them before deliveries: so in the same
 * order here.
 */
async function lockSending(tx: Db): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM broadcasts
    WHERE status = 'SENDING' OR (status = 'FINISHED' AND finished_at > now() - ${WAVE_WINDOW_MS}::float8 * interval '1 ms')
    ORDER BY id FOR NO KEY UPDATE`;
}
