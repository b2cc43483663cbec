// Settings are refused all at once and by name, and practice settings never reach a public address.
import { describe, expect, it } from "vitest";

import { isLoopback, parseEnv, SettingsError } from "./env";

const TENANT = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const BOT = { BOT_APP_ID: OTHER, BOT_APP_PASSWORD: "password", BOT_TENANT_ID: TENANT };
const PUBLIC = { ...BOT, APP_URL: "https://herald.example.com" };

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe("parseEnv", () => {
  it("fills in the defaults", () => {
    expect(parseEnv(BOT)).toMatchObject({
      PORT: 3000, APP_URL: "http://localhost:3000", HERALD_DATA_DIR: ".herald", ALLOWED_TENANTS: [TENANT],
      TEAMS_CLOUD: "public", SEND_RATE_PER_SECOND: 50, REQUEST_TIMEOUT_MS: 15_000, ENGINE: true, BOT_AUTH: true,
      PRACTICE: false, EXTRA_SERVICE_URLS: [], LOG_LEVEL: "info", ENTRA_TENANT_ID: TENANT,
    });
  });

  it("takes the bot's id for the id of the Teams app, unless that is set", () => {
    expect(parseEnv(BOT).TEAMS_APP_ID).toBe(OTHER);
    expect(parseEnv({ ...BOT, TEAMS_APP_ID: TENANT }).TEAMS_APP_ID).toBe(TENANT);
  });

  it("derives APP_URL from PORT, and drops a slash at its end", () => {
    expect(parseEnv({ ...BOT, PORT: "4711" }).APP_URL).toBe("http://localhost:4711");
    expect(parseEnv({ ...BOT, APP_URL: "https://herald.example.com/" }).APP_URL).toBe("https://herald.example.com");
  });

  it("counts an empty text as absent", () => {
    expect(parseEnv({ ...BOT, PORT: "", DATABASE_URL: " " })).toMatchObject({ PORT: 3000, DATABASE_URL: undefined });
  });

  it("lists every problem at once, each naming its setting", () => {
    const problems = problemsOf({ PORT: "ninety", ENGINE: "yes", TEAMS_CLOUD: "mars", DATABASE_URL: "mysql://x" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual(["PORT", "DATABASE_URL", "TEAMS_CLOUD", "ENGINE"]);
    expect(problems[0]).toBe("PORT must be a whole number from 1 to 65535.");
  });

  it.each<[string, Record<string, string>]>([
    ["PORT", { PORT: "0" }],
    ["PORT", { PORT: "65536" }],
    ["SEND_RATE_PER_SECOND", { SEND_RATE_PER_SECOND: "0" }],
    ["SEND_RATE_PER_SECOND", { SEND_RATE_PER_SECOND: "1.5" }],
    ["REQUEST_TIMEOUT_MS", { REQUEST_TIMEOUT_MS: "999" }],
    ["APP_URL", { APP_URL: "herald.example.com" }],
    ["SECRET_KEY", { SECRET_KEY: "x".repeat(31) }],
    ["SECRET_KEY", { DATABASE_URL: "postgresql://u:p@db/herald" }],
    ["BOT_APP_ID", { BOT_APP_ID: "herald" }],
    ["BOT_APP_PASSWORD", { BOT_APP_PASSWORD: "" }],
    ["BOT_CERTIFICATE", { BOT_APP_PASSWORD: "", BOT_CERTIFICATE: "/nowhere/bot.pem" }],
    ["Only one of BOT_APP_PASSWORD and BOT_MANAGED_IDENTITY=on", { BOT_MANAGED_IDENTITY: "on" }],
    ["ALLOWED_TENANTS", { ALLOWED_TENANTS: "," }],
    ["ALLOWED_TENANTS", { BOT_APP_PASSWORD: "", BOT_MANAGED_IDENTITY: "on", ALLOWED_TENANTS: `${TENANT},${OTHER}` }],
    ["ALLOWED_TENANTS", { ALLOWED_TENANTS: `${TENANT},contoso` }],
    ["BOT_APP_PASSWORD_EXPIRES", { BOT_APP_PASSWORD_EXPIRES: "2027-02-30" }],
    ["TEAMS_APP_ID", { TEAMS_APP_ID: "herald" }],
    ["TEAMS_APP_NAME", { TEAMS_APP_NAME: "x".repeat(31) }],
    ["PUBLISHER_NAME", { PUBLISHER_NAME: "x".repeat(33) }],
    ["PRIVACY_URL", { PRIVACY_URL: "http://www.example.com/privacy" }],
    ["ENTRA_CLIENT_SECRET", { ENTRA_CLIENT_ID: OTHER }],
    ["ENTRA_AUTHORITY", { ENTRA_AUTHORITY: "http://login.microsoftonline.com" }],
    ["APP_URL", { APP_URL: "http://herald.example.com", ENTRA_CLIENT_ID: OTHER, ENTRA_CLIENT_SECRET: "x" }],
    ["EXTRA_SERVICE_URLS", { EXTRA_SERVICE_URLS: "http://127.0.0.1:4000/teams" }],
    ["EXTRA_SERVICE_URLS", { EXTRA_SERVICE_URLS: "http://10.0.0.1:4000" }],
    ["GRAPH_URL", { GRAPH_URL: "https://graph.example.com" }],
    ["LOGIN_URL", { LOGIN_URL: "http://127.0.0.1.example.com" }],
    ["BOT_METADATA_URL", { BOT_METADATA_URL: "https://login.example.com/keys" }],
  ])("refuses a wrong %s: %j", (name, change) => {
    const problems = problemsOf({ ...BOT, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.startsWith(name)).toBe(true);
  });

  it.each<Record<string, string>>([
    { PRACTICE: "on" },
    { BOT_AUTH: "off" },
    { EXTRA_SERVICE_URLS: "http://127.0.0.1:4000" },
    { GRAPH_URL: "http://127.0.0.1:4000" },
    { LOGIN_URL: "http://127.0.0.1:4000" },
    { BOT_METADATA_URL: "http://127.0.0.1:4000/keys" },
  ])("refuses the practice setting %j on a public address, and allows it on a loopback one", (change) => {
    expect(problemsOf({ ...PUBLIC, ...change })).toHaveLength(1);
    expect(problemsOf({ ...BOT, ...change })).toEqual([]);
  });

  it("needs no bot while BOT_AUTH is off, and then allows any tenant", () => {
    expect(parseEnv({ BOT_AUTH: "off" }).ALLOWED_TENANTS).toEqual([]);
  });

  it("reads a list of tenants in lower case", () => {
    expect(parseEnv({ ...BOT, ALLOWED_TENANTS: `${TENANT} , ${OTHER.toUpperCase()}` }).ALLOWED_TENANTS)
      .toEqual([TENANT, OTHER]);
  });

  it("asks a tool only for what it needs to find the database", () => {
    expect(parseEnv({ DATABASE_URL: "postgresql://u:p@db/herald" }, "tool").DATABASE_URL).toContain("@db/");
    expect(() => parseEnv({ DATABASE_URL: "nowhere" }, "tool")).toThrow(SettingsError);
  });
});

describe("isLoopback", () => {
  it.each(["http://localhost:3000", "http://127.0.0.1", "http://127.1.2.3:80", "http://[::1]:3000"])("knows %s", (url) => {
    expect(isLoopback(url)).toBe(true);
  });

  it.each([
    "http://127.0.0.1.example.com", "http://localhost.example.com", "http://10.0.0.1", "http://0.0.0.0",
    "http://user@example.com", "not a url",
  ])("refuses %s", (url) => {
    expect(isLoopback(url)).toBe(false);
  });
});
