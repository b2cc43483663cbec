// Everything that signing in needs in a test: a database, an OpenID Connect server over TLS that is trusted, and settings as in
// production, under a public address. Call at the top of a test file, before anything asks for settings.
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, vi } from "vitest";

import { closeDb, type DbPool, openDb } from "@/lib/store/db";

import { createTestDatabase } from "./database";
import { type OidcPerson, type OidcServer, startOidcServer } from "./start-oidc-server";

export const APP_URL = "https://herald.example";
export const TENANT = "7b0d3c52-9a1e-4a5e-8a57-0c2f4c7a1d11";
export const CLIENT_ID = "2f4a6f0e-6a0f-4b4e-9d0b-3d2b9d8a1c22";
const CLIENT_SECRET = "a client secret for tests";
const BOT_ID = "9c1d2e3f-0000-4000-8000-00000000b0b0";

export type EntraTown = { db: DbPool; oidc: OidcServer };

/** `changes` replace settings that fit. */
export async function startEntraTown(people: OidcPerson[], changes: Record<string, string> = {}): Promise<EntraTown> {
  const { databaseUrl } = await createTestDatabase();
  const client = { tenantId: TENANT, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, appUrl: APP_URL };
  const oidc = await startOidcServer(client, people);
  setDefaultCACertificates([...getCACertificates("default"), oidc.certificate]);
  const settings = {
    APP_URL, DATABASE_URL: databaseUrl, PRACTICE: "off", BOT_AUTH: "on", BOT_APP_ID: BOT_ID, BOT_APP_PASSWORD: "secret",
    BOT_TENANT_ID: TENANT, ENTRA_AUTHORITY: oidc.authority, ENTRA_TENANT_ID: TENANT, ENTRA_CLIENT_ID: CLIENT_ID,
    ENTRA_CLIENT_SECRET: CLIENT_SECRET, ...changes,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const db = openDb(databaseUrl, 4);
  afterAll(async () => {
    await closeDb();
    await db.$disconnect();
    await oidc.close();
  });
  return { db, oidc };
}
