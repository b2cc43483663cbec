// A Herald in good health for the doctor to examine: settings, a migrated database with a beating engine, the simulated
// Microsoft with everything granted, and a public door. A test breaks one thing in it.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach } from "vitest";

import { createConnector } from "@/bot/connector";
import { createWire, type Wire } from "@/bot/wire";
import { checkSettings } from "@/lib/doctor/check-settings";
import { examine, inOrder } from "@/lib/doctor/examine";
import type { Finding } from "@/lib/domain/finding";
import { type DbPool, openDb } from "@/lib/store/db";
import { ensureSendSlots } from "@/lib/store/send-slots";
import { saveHeartbeat } from "@/lib/store/workers";
import { type Simulator, startSimulator } from "@/simulator/simulator";

import { createTestDatabase } from "./database";
import type { TestCertificate } from "./make-certificate";
import { type Door, startHeraldDoor } from "./start-herald-door";
import { truncate } from "./truncate";

export const APP_ID = "22222222-2222-4222-8222-222222222222";
export const TENANT_ID = "11111111-1111-4111-8111-111111111111";
const SECRET = "a-secret~value";
const INSTALL = "TeamsAppInstallation.ReadWriteAndConsentSelfFor";
export const ALL_ROLES = [
  "User.Read.All", "GroupMember.Read.All", "AppCatalog.Read.All", `${INSTALL}User.All`, `${INSTALL}Team.All`,
];

export type House = {
  simulator: Simulator;
  door: Door;
  db: DbPool;
  databaseUrl: string;
  /** One more door, behind https. */
  openDoor(certificate: TestCertificate): Promise<Door>;
  /** `clockMs` is how far this machine's clock is ahead. */
  examine(source?: Record<string, string>, clockMs?: number): Promise<Finding[]>;
};

export async function startDoctorsHouse(): Promise<House> {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl, 2);
  const simulator = await startSimulator({ people: 4, appId: APP_ID, tenantId: TENANT_ID });
  const wire = createWire({ connections: 2, timeoutMs: 2_000 });
  const connector = createConnector({ wire, rules: { botAuth: true, extraOrigins: [], cloud: "public" }, tokens: undefined });
  const openDoor = (certificate?: TestCertificate): Promise<Door> =>
    startHeraldDoor({ db, connector, secretKey: "x", ratePerSecond: 1, appUrl: "https://herald.example" }, APP_ID, certificate);
  const door = await openDoor();
  beforeEach(async () => {
    simulator.setFaults([]);
    simulator.changeSettings({
      clientId: APP_ID, clientSecret: SECRET, graphRoles: ALL_ROLES, graphRolesOf: {}, appInCatalog: true, appSideloaded: false,
      appDefinition: null,
    });
    for (const path of Object.keys(door.pages)) door.pages[path] = null;
    await truncate(db, "workers", "send_slots");
    await saveHeartbeat(db, randomUUID(), "host", 1);
    await ensureSendSlots(db, TENANT_ID, 50);
  });
  afterAll(async () => {
    await door.close();
    await simulator.close();
    await wire.close();
    await db.$disconnect();
  });
  const settings = {
    APP_URL: door.url, DATABASE_URL: databaseUrl, SECRET_KEY: "kP3vQ9rT7xZ1mN5bC8dF2gH4jL6sW0yA",
    BOT_APP_ID: APP_ID, BOT_APP_PASSWORD: SECRET, BOT_APP_PASSWORD_EXPIRES: "2099-12-31", BOT_TENANT_ID: TENANT_ID,
    LOGIN_URL: simulator.url, GRAPH_URL: simulator.graphUrl,
  };
  return {
    simulator, door, db, databaseUrl, openDoor,
    examine: (source, clockMs = 0) => examineHouse({ ...settings, ...source }, wire, clockMs),
  };
}

async function examineHouse(source: Record<string, string>, wire: Wire, clockMs: number): Promise<Finding[]> {
  const { findings, settings } = checkSettings(source);
  if (!settings) return inOrder(findings);
  const now = (): Date => new Date(Date.now() + clockMs);
  return examine({ settings, databaseUrl: settings.DATABASE_URL, wire, now, version: "1.2.3" }, findings);
}
