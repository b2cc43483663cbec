// Everything about the simulator that may change while it runs, with its defaults. `/control/settings` shows these and
// changes any of them; a key that is not listed here is refused.
import { z } from "zod";

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
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsChange = z.input<typeof settingsSchema>;

/** The settings after a change: keys that are absent keep their value. */
export function changeSettings(current: Settings, change: unknown): Settings {
  const named = z.record(z.string(), z.unknown()).parse(change);
  return settingsSchema.parse({ ...current, ...named });
}
