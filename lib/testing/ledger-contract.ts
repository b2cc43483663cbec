// What every ledger must do, whatever it is made of. PostgreSQL and memory both run this suite, so that the simulation,
// which runs on memory, speaks for the database. Grouped by what the engine does: claim, intent, settle, recover, finish.
import { describe } from "vitest";

import { describeBreakers } from "./ledger-contract-breakers";
import { describeClaims } from "./ledger-contract-claims";
import { describeEnds } from "./ledger-contract-ends";
import { describeRecovering } from "./ledger-contract-recovering";
import { describeSettling } from "./ledger-contract-settling";
import { describeSlots } from "./ledger-contract-slots";
import { describeWaiting } from "./ledger-contract-waiting";
import { describeWaves } from "./ledger-contract-waves";
import type { LedgerWorld } from "./ledger-world";

export type MakeWorld = () => Promise<LedgerWorld>;

export function describeLedger(name: string, makeWorld: MakeWorld): void {
  describe(`the ledger in ${name}`, () => {
    describeClaims(makeWorld);
    describeSettling(makeWorld);
    describeRecovering(makeWorld);
    describeEnds(makeWorld);
    describeSlots(makeWorld);
    describeBreakers(makeWorld);
    describeWaves(makeWorld);
    describeWaiting(makeWorld);
  });
}
