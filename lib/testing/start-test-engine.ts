// The engine as tests meet it: the real ledger on a database of its own, the real sender, and the simulated Teams as the
// Connector. People are written straight into the tables, which is what the bot would have done.
import { afterAll } from "vitest";

import { createConnector } from "@/bot/connector";
import { createSender } from "@/bot/sender";
import { createWire } from "@/bot/wire";
import type { Ledger } from "@/lib/domain/ledger";
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { Clock } from "@/lib/domain/ports";
import type { EngineSettings } from "@/lib/engine/engine";
import { type Engine, startEngine } from "@/lib/engine/engine";
import { log } from "@/lib/log";
import { type DbPool, openDb } from "@/lib/store/db";
import { createPostgresLedger } from "@/lib/store/postgres-ledger";
import { type Simulator, type SimulatorOptions, startSimulator } from "@/simulator/simulator";
import { systemClock } from "@/worker";

import { createTestDatabase } from "./database";
import { TEST_SECRET_KEY } from "./start-test-bot";
import { truncate } from "./truncate";

export type TestEngine = {
  db: DbPool;
  simulator: Simulator;
  /** Starts one more worker; all are stopped after the tests. `disturb` stands between it and the database. */
  start(settings?: Partial<EngineSettings>, disturb?: (ledger: Ledger) => Ledger, clock?: Clock): Engine;
  /** Stops every worker that runs. */
  stopAll(): Promise<void>;
};

const SETTINGS: EngineSettings = { ratePerSecond: 2_000, requestTimeoutMs: 3_000, connections: 32 };

/** Call at the top of a test file. Limits are off unless `options.settings` say otherwise. */
export async function startTestEngine(options: SimulatorOptions = {}): Promise<TestEngine> {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl);
  const simulator = await startSimulator({ people: 20, ...options, settings: { limits: false, ...options.settings } });
  const running = new Set<Engine>();
  const stopAll = async (): Promise<void> => {
    await Promise.all([...running].map((engine) => engine.stop()));
    running.clear();
  };
  afterAll(async () => {
    await stopAll();
    await simulator.close();
    await db.$disconnect();
  });
  return {
    db,
    simulator,
    stopAll,
    start: (settings = {}, disturb = (ledger) => ledger, clock = systemClock) => {
      const merged = { ...SETTINGS, ...settings };
      const engine = startEngine({
        ledger: disturb(createPostgresLedger(db, merged.ratePerSecond)),
        sender: createTestSender(simulator, merged),
        clock,
        random: Math.random,
        log,
        settings: merged,
      });
      running.add(engine);
      return engine;
    },
  };
}

function createTestSender(simulator: Simulator, { connections, requestTimeoutMs }: EngineSettings) {
  const wire = createWire({ connections, timeoutMs: requestTimeoutMs });
  const rules = { botAuth: false, extraOrigins: [new URL(simulator.url).origin], cloud: "public" } as const;
  return createSender({ connector: createConnector({ wire, rules, tokens: undefined }), secretKey: TEST_SECRET_KEY });
}

/** Makes every person of the simulator a recipient: with a conversation (ACTIVE), or only seen (KNOWN). */
export async function knowEveryone(db: DbPool, simulator: Simulator, state: "ACTIVE" | "KNOWN" = "ACTIVE"): Promise<void> {
  for (const person of simulator.people) person.status = "INSTALLED";
  const people = simulator.people.map((person) => ({
    objectId: person.objectId,
    name: person.displayName,
    memberId: person.teamsUserId,
    conversationId: state === "ACTIVE" ? person.conversationId : null,
  }));
  await db.$executeRaw`
    WITH p AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
        AS p("objectId" text, name text, "memberId" text, "conversationId" text)
    ), r AS (
      INSERT INTO recipients (id, tenant_id, external_id, display_name, updated_at)
      SELECT gen_random_uuid(), ${PRACTICE_TENANT_ID}, "objectId", name, now() FROM p RETURNING id, external_id
    )
    INSERT INTO conversation_references (recipient_id, service_url, conversation_id, member_id, bot_id, state, source, seen_at)
    SELECT r.id, ${simulator.serviceUrl}, p."conversationId", p."memberId", '28:herald', ${state}, 'INSTALL', now()
    FROM r JOIN p ON p."objectId" = r.external_id`;
}

/** Everything but topics and the standing welcome. */
export async function emptyTables(db: DbPool): Promise<void> {
  await truncate(
    db, "deliveries", "attempts", "delivery_counters", "sent_slices", "answer_slices", "send_slots", "place_requests",
    "opt_outs", "recipients",
  );
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
}
