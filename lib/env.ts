// The settings of this process, read from the environment once and checked together: a bad value stops the start with
// the full list of what to do. Nothing else reads process.env.
import type { z } from "zod";

import { StartError } from "./errors";
import { type SettingName, SETTINGS } from "./settings";

type Parsed = { [Name in SettingName]: z.output<(typeof SETTINGS)[Name]["schema"]> };

export type Env = Omit<Parsed, "APP_URL" | "ALLOWED_TENANTS"> & {
  APP_URL: string;
  /** Empty only while BOT_AUTH is off, and then any tenant is accepted. */
  ALLOWED_TENANTS: string[];
};

/** Who is asking: a `server` needs all of it, a `tool` such as `npm run api-key` only needs to find the database. */
export type Asker = "server" | "tool";

/** The start is refused; `problems` has one sentence for each setting to change. */
export class SettingsError extends StartError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], headline = "Herald cannot start with these settings:") {
    super([headline, ...problems.map((problem) => `- ${problem}`)].join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

/** The settings of a process that serves or sends: whoever started it has settled which database it uses. */
export type ServerEnv = Env & { DATABASE_URL: string; SECRET_KEY: string };

let parsed: ServerEnv | undefined;

/** The settings of this process. Throws SettingsError, every time, while they are wrong. */
export function env(): ServerEnv {
  return (parsed ??= withDatabase(parseEnv(process.env)));
}

/** LOG_LEVEL alone, or its default: a wrong setting elsewhere must not silence the log that says so. */
export function logLevel(): Env["LOG_LEVEL"] {
  const { schema } = SETTINGS.LOG_LEVEL;
  return schema.catch("info").parse(process.env["LOG_LEVEL"]);
}

/** Reads settings from `source`; an empty text counts as absent. Throws SettingsError listing every problem. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>, asker: Asker = "server"): Env {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema }] of Object.entries(SETTINGS)) {
    const result = schema.safeParse(source[name]?.trim() || undefined);
    if (result.success) values[name] = result.data;
    else problems.push(`${name} ${result.error.issues[0]?.message ?? "is not valid"}.`);
  }
  if (problems.length > 0) throw new SettingsError(problems);

  const settings = withDerived(values as Parsed);
  if (asker === "server") problems.push(...findConflicts(settings));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** True for http://localhost, 127.x.x.x and [::1]: addresses that only this machine can reach. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function withDerived(values: Parsed): Env {
  return {
    ...values,
    APP_URL: values.APP_URL ?? `http://localhost:${values.PORT}`,
    ALLOWED_TENANTS: values.ALLOWED_TENANTS ?? (values.BOT_TENANT_ID === undefined ? [] : [values.BOT_TENANT_ID]),
    TEAMS_APP_ID: values.TEAMS_APP_ID ?? values.BOT_APP_ID,
    ENTRA_TENANT_ID: values.ENTRA_TENANT_ID ?? values.BOT_TENANT_ID,
  };
}

function withDatabase(settings: Env): ServerEnv {
  const { DATABASE_URL, SECRET_KEY } = settings;
  if (DATABASE_URL !== undefined && SECRET_KEY !== undefined) return { ...settings, DATABASE_URL, SECRET_KEY };
  throw new SettingsError(["DATABASE_URL is missing: use npm start, which brings a database, or set it."]);
}

function findConflicts(settings: Env): string[] {
  return [...findPracticeConflicts(settings), ...findMissing(settings)];
}

// A practice setting on a public address would be an open door, so it stops the start rather than being ignored.
function findPracticeConflicts(settings: Env): string[] {
  const problems: string[] = [];
  const practice: [string, boolean][] = [
    ["PRACTICE=on", settings.PRACTICE],
    ["BOT_AUTH=off", !settings.BOT_AUTH],
    ["EXTRA_SERVICE_URLS", settings.EXTRA_SERVICE_URLS.length > 0],
    ["GRAPH_URL", settings.GRAPH_URL !== undefined],
    ["LOGIN_URL", settings.LOGIN_URL !== undefined],
    ["BOT_METADATA_URL", settings.BOT_METADATA_URL !== undefined],
  ];
  if (!isLoopback(settings.APP_URL)) {
    for (const [name, used] of practice) {
      if (used) problems.push(`${name} works only while APP_URL is a loopback address: remove one of the two.`);
    }
  }
  const stranger = settings.EXTRA_SERVICE_URLS.find((url) => !isLoopback(url));
  if (stranger !== undefined) {
    problems.push(`EXTRA_SERVICE_URLS may list loopback origins only: remove ${stranger}.`);
  }
  for (const name of ["GRAPH_URL", "LOGIN_URL", "BOT_METADATA_URL"] as const) {
    const url = settings[name];
    if (url !== undefined && !isLoopback(url)) problems.push(`${name} may be a loopback address only: remove it.`);
  }
  return problems;
}

function findCredentialProblems(settings: Env): string[] {
  const given = [
    settings.BOT_APP_PASSWORD !== undefined && "BOT_APP_PASSWORD",
    settings.BOT_CERTIFICATE !== undefined && "BOT_CERTIFICATE",
    settings.BOT_MANAGED_IDENTITY && "BOT_MANAGED_IDENTITY=on",
  ].filter((name) => name !== false);
  if (given.length === 1) return [];
  if (given.length > 1) return [`Only one of ${given.join(" and ")} can prove the bot: remove the others.`];
  return [
    "BOT_APP_PASSWORD is required, or BOT_CERTIFICATE, or BOT_MANAGED_IDENTITY=on: set what proves the bot's registration, "
    + "or run `npm run demo` to practise.",
  ];
}

function findMissing(settings: Env): string[] {
  const problems: string[] = [];
  const foreign = settings.ALLOWED_TENANTS.find((tenantId) => tenantId !== settings.BOT_TENANT_ID);
  if (settings.BOT_MANAGED_IDENTITY && foreign !== undefined) {
    // It would be given its own tenant's token, and read that directory in the other's name.
    problems.push(`ALLOWED_TENANTS may name BOT_TENANT_ID alone with BOT_MANAGED_IDENTITY=on, which works in its own tenant only: `
      + `remove ${foreign}, or use BOT_APP_PASSWORD or BOT_CERTIFICATE.`);
  }
  if (settings.DATABASE_URL !== undefined && settings.SECRET_KEY === undefined) {
    problems.push("SECRET_KEY is required with DATABASE_URL: set it to at least 32 random characters.");
  }
  if (settings.BOT_AUTH) {
    for (const name of ["BOT_APP_ID", "BOT_TENANT_ID"] as const) {
      if (settings[name] === undefined) {
        problems.push(`${name} is required: set it to the bot's registration, or run \`npm run demo\` to practise.`);
      }
    }
    problems.push(...findCredentialProblems(settings));
  }
  if (settings.ENTRA_CLIENT_ID !== undefined) {
    for (const name of ["ENTRA_CLIENT_SECRET", "ENTRA_TENANT_ID"] as const) {
      if (settings[name] === undefined) problems.push(`${name} is required with ENTRA_CLIENT_ID: set it.`);
    }
    // Entra sends people back to https only, and on plain http anybody on the way could take a session.
    if (!settings.APP_URL.startsWith("https://") && !isLoopback(settings.APP_URL)) {
      problems.push("APP_URL must begin with https:// to sign in with ENTRA_CLIENT_ID: put a proxy with TLS in front.");
    }
  }
  return problems;
}
