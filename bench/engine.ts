// One worker as production wires it, but without a limit that would be the only thing measured.
import { createConnector } from "@/bot/connector";
import { createSender } from "@/bot/sender";
import { createWire } from "@/bot/wire";
import { type Engine, startEngine } from "@/lib/engine/engine";
import { log } from "@/lib/log";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import { systemClock } from "@/worker";

import type { BenchHouse } from "./house";

const UNLIMITED_PER_SECOND = 1_000_000;
const REQUEST_TIMEOUT_MS = 15_000;

export function startBenchEngine(house: BenchHouse, connections: number, ratePerSecond = UNLIMITED_PER_SECOND): Engine {
  const wire = createWire({ connections, timeoutMs: REQUEST_TIMEOUT_MS });
  const rules = { botAuth: false, extraOrigins: [house.simulatorUrl] };
  return startEngine({
    ledger: createPostgresLedger(house.db, ratePerSecond),
    sender: createSender({ connector: createConnector({ wire, rules, tokens: undefined }), secretKey: "bench".repeat(8) }),
    clock: systemClock,
    random: Math.random,
    log,
    settings: { ratePerSecond, requestTimeoutMs: REQUEST_TIMEOUT_MS, connections },
  });
}
