// Everything about the simulator that may change while it runs, with its defaults. `/control/settings` shows these and
// changes any of them; a key that is not listed here is refused.
import { z } from "zod";

/** What an administrator has consented to for Herald; every one of these may be missing in a real tenant. */
export const GRAPH_ROLES = [
  "User.Read.All", "GroupMember.Read.All", "AppCatalog.Read.All",
  "TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadWriteSelfForTeam.All",
] as const;

export const settingsSchema = z.strictObject({
  /** Where activities go, such as http://127.0.0.1:3000/api/messages. While null, nobody is told anything. */
  bot: z.url({ protocol: /^https?$/ }).nullable().default(null),
  limits: z.boolean().default(true),
  ratePerSecond: z.number().positive().max(1_000_000).default(50),
  burst: z.number().min(1).max(100_000).default(5),
  /** How a 429 says when to come back. */
  retryAfter: z.enum(["seconds", "http-date", "none"]).default("seconds"),
  /** The seconds that it says; null: the real wait, rounded up. */
  retryAfterSeconds: z.int().min(0).max(86_400).nullable().default(null),
  latencyMs: z.number().min(0).max(600_000).default(0),
  latencyJitterMs: z.number().min(0).max(600_000).default(0),
  /** A chat that the person has uninstalled: `refuse` answers 403, `accept` answers 201 and shows nothing. */
  afterUninstall: z.enum(["refuse", "accept"]).default("refuse"),
  /** Counted as UTF-16, base64 images apart. */
  maxActivityBytes: z.int().min(1).default(100 * 1024),
  requireToken: z.boolean().default(false),
  clientId: z.string().nullable().default(null),
  clientSecret: z.string().nullable().default(null),
  tokenLifetimeSeconds: z.int().min(1).default(3600),
  /** What the person's client understands: an old one falls back from Action.Execute to Action.Submit. */
  cardActions: z.enum(["execute", "submit"]).default("execute"),
  /** After this long without an answer Teams sends an invoke once more. */
  invokeTimeoutMs: z.int().min(10).max(120_000).default(15_000),
  readReceipts: z.boolean().default(true),
  /** Keep the arrival of each Connector call for `/control/requests`; costs memory, so off by default. */
  logRequests: z.boolean().default(false),
  /** Off: what the bot posts is accepted and forgotten, which is all that a measurement with a million people can afford. */
  keepMessages: z.boolean().default(true),

  /** Graph refuses whoever brings no token of its own, unless told otherwise. */
  graphRequireToken: z.boolean().default(true),
  /** The application permissions in the tokens for Graph. */
  graphRoles: z.array(z.string()).default([...GRAPH_ROLES]),
  /** By the id of another tenant, those that it has granted; null: it has never consented to the app. */
  graphRolesOf: z.record(z.string(), z.array(z.string()).nullable()).default({}),
  /** Graph's rate limits; `limits` switches these off too. */
  graphLimits: z.boolean().default(true),
  /** Of the directory, for an app in a small tenant. A request costs one or more units. */
  graphUnitsPerTenSeconds: z.number().positive().max(10_000_000).default(3500),
  /** Of Teams' part of Graph: reading apps and installations, and installing. */
  graphReadsPerSecond: z.number().positive().max(1_000_000).default(60),
  graphInstallsPerSecond: z.number().positive().max(1_000_000).default(30),
  graphRetryAfter: z.enum(["seconds", "none"]).default("seconds"),
  /** Where a request names no size of a page. */
  graphPageSize: z.int().min(1).max(999).default(100),
  graphDeltaPageSize: z.int().min(1).max(999).default(200),
  /** Before each page one without anybody and with a link to the next, as Graph may send at any time. */
  graphEmptyPages: z.boolean().default(false),
  /** Older delta and page tokens are answered with 410. */
  graphTokenSeconds: z.int().min(0).default(7 * 86_400),
  graphResyncCode: z.enum(["resyncRequired", "syncStateNotFound"]).default("resyncRequired"),
  /** The id of the app in the manifest; null: the bot's app id. */
  appExternalId: z.string().nullable().default(null),
  /** Whether the app has been uploaded to the organisation's catalog. */
  appInCatalog: z.boolean().default(true),
  /** Whether somebody has the app as a copy of their own too: Graph lists it to whoever asks, and it cannot be installed. */
  appSideloaded: z.boolean().default(false),
  /** What the catalog tells of the app's versions to whoever expands them; null: nothing. */
  appDefinition: z.strictObject({
    version: z.string(), publishingState: z.enum(["submitted", "rejected", "published"]),
  }).nullable().default(null),
  /** Resource-specific permissions in its manifest: then an installation has to consent to exactly these. */
  appResourcePermissions: z.array(z.string()).default([]),
  /** When the bot hears of an installation through Graph: before the answer to it, after, or not at all. */
  graphInstallEvent: z.enum(["before", "after", "never"]).default("after"),
  graphInstallEventDelayMs: z.int().min(0).max(600_000).default(0),
  /** What Graph calls the chat of an installation: its own kind of id, or the one that activities carry. */
  graphChatId: z.enum(["thread", "conversation"]).default("thread"),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsChange = z.input<typeof settingsSchema>;

/** The settings after a change: keys that are absent keep their value. */
export function changeSettings(current: Settings, change: unknown): Settings {
  const named = z.record(z.string(), z.unknown()).parse(change);
  return settingsSchema.parse({ ...current, ...named });
}
