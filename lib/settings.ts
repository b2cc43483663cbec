// Every setting of Herald, as data: how its text is read, its default and what it means. lib/env.ts parses it, and
// the README's table is printed from it, so a setting that is not here does not exist.
import { CronExpressionParser } from "cron-parser";
import { z } from "zod";

import { readCertificate } from "./certificate";

export const DEFAULT_DATA_DIR = ".herald";

export interface Setting {
  /** How the type is called in the README. */
  type: string;
  /** The default, as the README shows it. */
  byDefault: string;
  meaning: string;
  schema: z.ZodType;
}

const onOff = (byDefault: "on" | "off") =>
  z.enum(["on", "off"], "must be on or off").default(byDefault).transform((value) => value === "on");

const whole = (byDefault: number, min: number, max: number) => {
  const range = `must be a whole number from ${min} to ${max}`;
  return z.string().regex(/^\d+$/, range).transform(Number)
    .pipe(z.number().min(min, range).max(max, range)).default(byDefault);
};

const webAddress = z.url({ protocol: /^https?$/, error: "must be an address such as https://herald.example.com" })
  .transform((value) => value.replace(/\/+$/, ""));

const postgresAddress = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be an address such as postgresql://user:password@host:5432/herald",
});

const id = z.guid("must be an id such as 00000000-0000-4000-8000-000000000001")
  .transform((value) => value.toLowerCase());

/** Shown in Teams, so it must be something to read. Microsoft's limits. */
const label = (maxLength: number) => z.string().max(maxLength, `must have at most ${maxLength} characters`);

const httpsAddress = z.url({ protocol: /^https$/, error: "must be an address such as https://www.example.com/privacy" });

const authority = z.url({ protocol: /^https$/, error: "must be an address such as https://login.microsoftonline.com" })
  .transform((value) => value.replace(/\/+$/, ""));

const day = z.iso.date("must be a day such as 2027-06-30");

const certificate = z.string().transform((value, context) => {
  try {
    return readCertificate(value);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    context.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
});

const DIRECTORY_SYNC_CRON = "15 * * * *";
const cron = z.string().refine(
  (value) => value === "off" || isCron(value),
  "must be off, or a cron expression such as 15 * * * * (minute, hour, day, month, weekday)",
);

function isCron(text: string): boolean {
  try {
    return text.trim().split(/\s+/).length === 5 && CronExpressionParser.parse(text).hasNext();
  } catch {
    // The parser's only way to say so.
    return false;
  }
}

const list = z.string()
  .transform((value) => value.split(",").map((part) => part.trim()).filter((part) => part !== ""))
  .refine((parts) => parts.length > 0, "must name at least one, separated by commas");

const origin = z.string().refine(
  (value) => URL.canParse(value) && new URL(value).origin === value,
  "must list exact origins such as http://127.0.0.1:4000, without a path",
);

export const SETTINGS = {
  PORT: {
    type: "number", byDefault: "3000", schema: whole(3000, 1, 65_535),
    meaning: "The port the console, the API and the bot listen on.",
  },
  APP_URL: {
    type: "address", byDefault: "http://localhost:PORT", schema: webAddress.optional(),
    meaning: "Where browsers and Teams reach Herald. Only a loopback address allows the practice settings.",
  },
  DATABASE_URL: {
    type: "address", byDefault: "an embedded PostgreSQL", schema: postgresAddress.optional(),
    meaning: "A PostgreSQL 14 or newer. Absent, Herald runs its own under HERALD_DATA_DIR.",
  },
  DATABASE_OWNER_URL: {
    type: "address", byDefault: "none", schema: postgresAddress.optional(),
    meaning: "The same database as its owner: `npm start` migrates with it and keeps the audit from the role of DATABASE_URL.",
  },
  HERALD_DATA_DIR: {
    type: "folder", byDefault: DEFAULT_DATA_DIR, schema: z.string().default(DEFAULT_DATA_DIR),
    meaning: "Where the embedded database, its password and the secret key are kept.",
  },
  SECRET_KEY: {
    type: "text", byDefault: "generated beside the embedded database",
    schema: z.string().min(32, "must have at least 32 characters").optional(),
    meaning: "Signs the buttons on cards and seals sign-ins; at least 32 characters. Required with DATABASE_URL.",
  },
  SECRET_KEY_PREVIOUS: {
    type: "list of texts", byDefault: "none",
    schema: list.pipe(z.array(z.string().min(32, "must list keys of at least 32 characters"))).default([]),
    meaning: "Former secret keys, separated by commas: what they signed stays good, and nothing new is signed with them.",
  },
  BOT_APP_ID: {
    type: "id", byDefault: "required while BOT_AUTH is on", schema: id.optional(),
    meaning: "The app registration of the bot.",
  },
  BOT_APP_PASSWORD: {
    type: "text", byDefault: "required while BOT_AUTH is on, or one of the next", schema: z.string().optional(),
    meaning: "The client secret of the bot's app registration.",
  },
  BOT_CERTIFICATE: {
    type: "PEM or file", byDefault: "none", schema: certificate.optional(),
    meaning: "In place of the secret: a certificate of the registration with its private key, as PEM or the path of a file.",
  },
  BOT_MANAGED_IDENTITY: {
    type: "on, off", byDefault: "off", schema: onOff("off"),
    meaning: "In place of the secret, where the bot is a user-assigned managed identity in Azure: BOT_APP_ID is its client id.",
  },
  BOT_APP_PASSWORD_EXPIRES: {
    type: "day", byDefault: "none", schema: day.optional(),
    meaning: "The day that secret expires, as Entra showed it: `npm run doctor` warns 30 days before.",
  },
  BOT_TENANT_ID: {
    type: "id", byDefault: "required while BOT_AUTH is on", schema: id.optional(),
    meaning: "The tenant the bot's app registration belongs to.",
  },
  ALLOWED_TENANTS: {
    type: "list of ids", byDefault: "BOT_TENANT_ID", schema: list.pipe(z.array(id)).optional(),
    meaning: "The tenants whose people may talk to the bot, separated by commas; their directories are read, and "
      + "`npm run doctor` looks into each. Everybody else is refused.",
  },
  BOT_AUTH: {
    type: "on, off", byDefault: "on", schema: onOff("on"),
    meaning: "Off only on a loopback APP_URL: any tenant, no app id, no outbound token, loopback service URLs only.",
  },
  TEAMS_CLOUD: {
    type: "public, gcc, gcch, dod", byDefault: "public",
    schema: z.enum(["public", "gcc", "gcch", "dod"], "must be public, gcc, gcch or dod").default("public"),
    meaning: "The Microsoft cloud the tenant lives in.",
  },
  TEAMS_APP_ID: {
    type: "id", byDefault: "BOT_APP_ID", schema: id.optional(),
    meaning: "The id in the manifest of the Teams app, by which its entry in the organisation's catalog is found.",
  },
  TEAMS_APP_NAME: {
    type: "text", byDefault: "Herald", schema: label(30).default("Herald"),
    meaning: "How the app is called in Teams; at most 30 characters.",
  },
  PUBLISHER_NAME: {
    type: "text", byDefault: "required by `npm run package`", schema: label(32).optional(),
    meaning: "Who offers the app, as Teams shows it: your organisation; at most 32 characters.",
  },
  PUBLISHER_URL: {
    type: "https address", byDefault: "required by `npm run package`", schema: httpsAddress.optional(),
    meaning: "A page for people who need help with the app.",
  },
  PRIVACY_URL: {
    type: "https address", byDefault: "required by `npm run package`", schema: httpsAddress.optional(),
    meaning: "Your privacy notice, linked from the app.",
  },
  TERMS_URL: {
    type: "https address", byDefault: "required by `npm run package`", schema: httpsAddress.optional(),
    meaning: "Your terms of use, linked from the app.",
  },
  READ_RECEIPTS: {
    type: "on, off", byDefault: "on", schema: onOff("on"),
    meaning: "On: the app package asks for the permission to learn who has read a card.",
  },
  ENTRA_CLIENT_ID: {
    type: "id", byDefault: "none", schema: id.optional(),
    meaning: "The app registration people sign in to the console with; not the bot's.",
  },
  ENTRA_CLIENT_SECRET: {
    type: "text", byDefault: "none", schema: z.string().optional(),
    meaning: "The client secret of that app registration.",
  },
  ENTRA_TENANT_ID: {
    type: "id", byDefault: "BOT_TENANT_ID", schema: id.optional(),
    meaning: "The tenant whose people may sign in to the console.",
  },
  ENTRA_AUTHORITY: {
    type: "https address", byDefault: "the cloud's own", schema: authority.optional(),
    meaning: "Where people sign in, without the tenant, if it is not where TEAMS_CLOUD says.",
  },
  SEND_RATE_PER_SECOND: {
    type: "number", byDefault: "50", schema: whole(50, 1, 100_000),
    meaning: "The most requests a second to Teams for a tenant, all calls together. Microsoft allows 50 by default.",
  },
  REQUEST_TIMEOUT_MS: {
    type: "number", byDefault: "15000", schema: whole(15_000, 1_000, 120_000),
    meaning: "How long one request to Microsoft may take, from 1000 to 120000 milliseconds.",
  },
  REQUESTS_PER_MINUTE: {
    type: "number", byDefault: "1200", schema: whole(1_200, 60, 10_000_000),
    meaning: "The most requests a minute to the API of one person, or one API key, to each server process. A page asks about 60.",
  },
  ENGINE: {
    type: "on, off", byDefault: "on", schema: onOff("on"),
    meaning: "Off: this server only serves pages and the bot; `npm run worker` sends.",
  },
  DIRECTORY_SYNC_CRON: {
    type: "cron expression, off", byDefault: DIRECTORY_SYNC_CRON, schema: cron.default(DIRECTORY_SYNC_CRON),
    meaning: "When people and groups are read from Microsoft Entra, in UTC. A look for changes costs one request, and "
      + "one more for each 999 groups: they are listed anew each time.",
  },
  LOG_LEVEL: {
    type: "debug, info, warn, error, silent", byDefault: "info",
    schema: z.enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent")
      .default("info"),
    meaning: "How much is logged. Stack traces appear only at debug.",
  },
  PRACTICE: {
    type: "on, off", byDefault: "off", schema: onOff("off"),
    meaning: "On: anybody may sign in as a practice persona. Loopback only.",
  },
  EXTRA_SERVICE_URLS: {
    type: "list of origins", byDefault: "none", schema: list.pipe(z.array(origin)).default([]),
    meaning: "Further loopback origins, such as http://127.0.0.1:4000, that may be a service URL. Loopback only.",
  },
  GRAPH_URL: {
    type: "address", byDefault: "Microsoft Graph", schema: webAddress.optional(),
    meaning: "A stand-in for Microsoft Graph. Loopback only.",
  },
  LOGIN_URL: {
    type: "address", byDefault: "Microsoft Entra ID", schema: webAddress.optional(),
    meaning: "A stand-in for Microsoft's sign-in and token addresses. Loopback only.",
  },
  BOT_METADATA_URL: {
    type: "address", byDefault: "the cloud's own", schema: webAddress.optional(),
    meaning: "A stand-in for the metadata that names the keys Teams signs with. Loopback only.",
  },
  SIMULATOR_URL: {
    type: "address", byDefault: "none", schema: webAddress.optional(),
    meaning: "The page of the simulated Teams, linked from the console while PRACTICE is on.",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
