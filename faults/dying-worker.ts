// A worker that kills itself: `dying-worker.ts POINT [LEASE_MS]`. It is wired as worker.ts wires the real one, apart from
// the point of death, and from a lease that a test may shorten so as not to wait for it.
import { createSender } from "@/bot/sender";
import type { Ledger } from "@/lib/domain/ledger";
import { startEngine } from "@/lib/engine/engine";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { openDb } from "@/lib/store/db";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import { systemClock } from "@/worker";

import { dieAt, KILL_POINTS } from "./kill-points";

const CONNECTIONS = 64;
const POOL_SIZE = 8;

const point = KILL_POINTS.find((candidate) => candidate === process.argv[2]);
const leaseMs = Number(process.argv[3] ?? 0);
if (!point && process.argv[2] !== "never") throw new Error(`Usage: dying-worker.ts never | ${KILL_POINTS.join(" | ")}`);

const { DATABASE_URL, SEND_RATE_PER_SECOND: ratePerSecond, REQUEST_TIMEOUT_MS: requestTimeoutMs } = env();
const db = openDb(DATABASE_URL, POOL_SIZE);
const real = {
  ledger: shortenLeases(createPostgresLedger(db, ratePerSecond)),
  sender: createSender({ connections: CONNECTIONS }),
};
const engine = startEngine({
  ...(point ? dieAt(point, real, db) : real),
  clock: systemClock,
  random: Math.random,
  log,
  settings: { ratePerSecond, requestTimeoutMs, connections: CONNECTIONS },
});
const stop = (): void => void engine.stop().then(() => process.exit(0));
process.on("SIGTERM", stop);
process.on("disconnect", stop);

function shortenLeases(ledger: Ledger): Ledger {
  if (leaseMs === 0) return ledger;
  return {
    ...ledger,
    claim: (request) => ledger.claim({ ...request, leaseMs }),
    saveIntents: (keys) => ledger.saveIntents(keys, leaseMs),
  };
}
