// The doctor asks with the console's own registration, and says what keeps people from signing in.
import { afterAll, expect, test } from "vitest";

import { createWire } from "@/bot/wire";
import { parseEnv } from "@/lib/env";
import { startSimulator } from "@/simulator/simulator";

import { checkConsole } from "./check-console";

const TENANT = "11111111-1111-4111-8111-111111111111";
const CONSOLE = "2f4a6f0e-6a0f-4b4e-9d0b-3d2b9d8a1c22";
const simulator = await startSimulator({ people: 1, tenantId: TENANT });
simulator.changeSettings({ clientId: CONSOLE, clientSecret: "right" });
const wire = createWire({ connections: 1, timeoutMs: 2_000 });
afterAll(async () => {
  await wire.close();
  await simulator.close();
});

async function examine(source: Record<string, string>, message?: string): Promise<string[]> {
  simulator.setFaults(message === undefined ? [] : [{ kind: "status", match: { operations: ["token"] }, message }]);
  const settings = parseEnv({
    LOGIN_URL: simulator.url, GRAPH_URL: simulator.graphUrl, BOT_TENANT_ID: TENANT, BOT_APP_ID: TENANT, ENTRA_CLIENT_ID: CONSOLE,
    ENTRA_CLIENT_SECRET: "right", APP_URL: "http://localhost:3000", ...source,
  }, "tool");
  const findings = await checkConsole({ settings, databaseUrl: undefined, wire, now: () => new Date(), version: "1.0.0" });
  return findings.map(({ code }) => code);
}

test.each<[string, Record<string, string>, string[]]>([
  ["nothing to complain about", {}, ["CONSOLE_GOOD"]],
  ["that nobody can sign in", { ENTRA_CLIENT_ID: "" }, ["CONSOLE_OFF"]],
  ["nothing where people practise", { ENTRA_CLIENT_ID: "", PRACTICE: "on" }, []],
  ["a wrong secret", { ENTRA_CLIENT_SECRET: "wrong" }, ["CONSOLE_SECRET_WRONG"]],
  ["an id that nobody registered", { ENTRA_CLIENT_ID: TENANT, BOT_APP_ID: CONSOLE }, ["CONSOLE_APP_UNKNOWN"]],
  ["the bot's registration", { BOT_APP_ID: CONSOLE }, ["CONSOLE_GOOD", "CONSOLE_SHARED"]],
  ["a firewall", { ENTRA_AUTHORITY: "https://127.0.0.1:1" }, ["CONSOLE_UNREACHABLE"]],
])("it finds %s", async (_what, source, codes) => {
  expect(await examine(source)).toEqual(codes);
});

test.each([
  ["AADSTS7000222: The provided client secret keys for app are expired.", "CONSOLE_SECRET_EXPIRED"],
  ["AADSTS53003: Access has been blocked by Conditional Access policies.", "CONSOLE_REFUSED"],
])("it understands %s", async (message, code) => {
  expect(await examine({}, message)).toEqual([code]);
});
