// Structured logs, one JSON object a line on stdout. Fields pass an allow-list: a name that is not on it is dropped, so
// that personal data and secrets cannot slip into a log. Error messages may quote either, and are never written.
import { type DestinationStream, type Logger, pino } from "pino";

import { logLevel } from "./env";

/** What may be logged. Ids yes; names, addresses, texts, tokens and URLs with queries no. */
export const LOGGED_FIELDS = [
  "activityId", "actorId", "actorKind", "attempt", "audienceKind", "batch", "broadcastId", "cause", "code", "command",
  "conversationKind", "count", "deliveryId", "durationMs", "epoch", "event", "failed", "forMs", "from", "host",
  "interactionKind", "invoke", "keyId", "kind", "method", "migration", "migrations", "outcome", "path", "pid", "port",
  "queued", "ratePerSecond", "reason", "recipientId", "recipients", "remaining", "requestId", "retried",
  "retryAfterMs", "role", "route", "sent", "signal", "size", "skipped", "source", "status", "teamId", "tenantId",
  "to", "topicKey", "total", "unconfirmed", "version", "workerId",
] as const;

export type LogFields = { [Name in (typeof LOGGED_FIELDS)[number]]?: string | number | boolean | null | undefined } & {
  /** Anything that was caught: its name and code are logged, its stack only at debug, its message never. */
  error?: unknown;
};

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const allowed: ReadonlySet<string> = new Set(LOGGED_FIELDS);

/** A log of the given level; `destination` is for tests, stdout otherwise. */
export function makeLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: { pid: process.pid }, timestamp: () => `,"time":"${new Date().toISOString()}"` };
  const sink = pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, destination ?? stdout());
  const at = (name: "debug" | "info" | "warn" | "error") => (event: string, fields: LogFields = {}) => {
    sink[name](keepAllowed(fields, sink), event);
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

let shared: Log | undefined;

/** The log of this process, at LOG_LEVEL. */
export const log: Log = {
  debug: (event, fields) => processLog().debug(event, fields),
  info: (event, fields) => processLog().info(event, fields),
  warn: (event, fields) => processLog().warn(event, fields),
  error: (event, fields) => processLog().error(event, fields),
};

function processLog(): Log {
  return (shared ??= makeLog(logLevel()));
}

// Written synchronously: a process that is killed must not take its last lines with it.
function stdout(): DestinationStream {
  return pino.destination({ fd: 1, sync: true });
}

function keepAllowed(fields: LogFields, sink: Logger): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    // The type already says so, but a caller may spread an object that carries more than its type tells.
    if (allowed.has(name) && (typeof value !== "object" || value === null)) kept[name] = value;
  }
  if (fields.error !== undefined) kept["error"] = describeError(fields.error, sink.isLevelEnabled("debug"));
  return kept;
}

function describeError(error: unknown, withStack: boolean): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = "code" in error && ["string", "number"].includes(typeof error.code) ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause, withStack);
  return { name: error.name, code, cause, ...(withStack && { stack: frames(error) }) };
}

// A stack begins with the message, which stays out; only the frames are kept.
function frames(error: Error): string {
  return (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).join("\n");
}
