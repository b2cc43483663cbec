// `npm start`: the real thing. Checks the settings, builds when needed, brings the database up to date (its own
// embedded one without DATABASE_URL), serves, and ends in order.
import { resolve } from "node:path";

import { type Env, parseEnv } from "@/lib/env";
import { StartError } from "@/lib/errors";
import type { SettingName } from "@/lib/settings";
import { applyMigrations } from "@/lib/store/migrate";
import { migrateAndProtect } from "@/lib/store/protect-audit";

import { type House, runUntilStopped } from "./run-until-stopped";
import {
  buildWhenStale, checkPortIsFree, SERVER_PATIENCE_MS, startEmbeddedDatabase, startServer, waitUntilReady,
} from "./serve";

await runUntilStopped(async (house) => {
  if (process.argv.length > 2) throw new StartError("npm start takes no arguments: its settings are in the README.");
  const settings = parseEnv(process.env);
  await checkPortIsFree(settings.PORT, "PORT");
  await buildWhenStale(house.signal);
  const access = await openDatabase(settings, house);
  const server = house.add(
    startServer({
      port: settings.PORT,
      env: { ...process.env, ...access },
      loopbackOnly: settings.PRACTICE || !settings.BOT_AUTH,
    }),
    SERVER_PATIENCE_MS,
  );
  await waitUntilReady(server, settings.PORT, settings.ENGINE, house.signal);
  console.error(`Herald is ready: ${settings.APP_URL}`);
});

async function openDatabase(settings: Env, house: House): Promise<Record<string, string>> {
  if (settings.DATABASE_URL !== undefined) {
    const { DATABASE_URL: databaseUrl, DATABASE_OWNER_URL: ownerUrl } = settings;
    if (ownerUrl === undefined) await applyMigrations(databaseUrl);
    else await migrateAndProtect(ownerUrl, databaseUrl, { make: false });
    house.signal.throwIfAborted();
    // What serves people has no use for the owner's rights.
    return { DATABASE_OWNER_URL: "" };
  }
  const dataDir = resolve(settings.HERALD_DATA_DIR);
  const database = await startEmbeddedDatabase(dataDir);
  house.onStop(database.stop);
  const secretKey = settings.SECRET_KEY ?? database.secretKey;
  // A worker that signs with another key than this server would send cards whose buttons nobody believes.
  database.announce(sharedSettings(), { secretKey, previousKeys: settings.SECRET_KEY_PREVIOUS });
  return { DATABASE_URL: database.databaseUrl, SECRET_KEY: secretKey };
}

// What a worker beside this server must do as the server does; credentials stay in the environment.
function sharedSettings(): Record<string, string> {
  const names: SettingName[] = [
    "APP_URL", "PORT", "BOT_AUTH", "EXTRA_SERVICE_URLS", "PRACTICE", "SEND_RATE_PER_SECOND", "TEAMS_CLOUD", "BOT_APP_ID",
    "BOT_TENANT_ID", "ALLOWED_TENANTS", "TEAMS_APP_ID", "GRAPH_URL", "LOGIN_URL", "DIRECTORY_SYNC_CRON",
  ];
  const given = names.map((name) => [name, process.env[name] ?? ""] as const).filter(([, value]) => value !== "");
  return Object.fromEntries(given);
}
