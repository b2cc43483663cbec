// `npm run api-key -- NAME ROLE [--scopes a,b] [--expires 2027-06-30] [--events-per-minute 60] [--people-per-event 1000]`:
// makes an API key for another system and prints it, once, as the last word. Works beside a running server.
import { parseArgs } from "node:util";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { createApiKey } from "@/lib/commands/create-api-key";
import { EVERY_SCOPE, SCOPES, scopesSchema } from "@/lib/domain/api-key";
import { ROLES } from "@/lib/domain/role";
import { parseEnv } from "@/lib/env";
import { AppError, StartError } from "@/lib/errors";
import { openDb } from "@/lib/store/db";
import { resolveDatabase } from "@/lib/store/embedded-run";

import { report } from "./run-until-stopped";

const USAGE = [
  `Usage: npm run api-key -- NAME ROLE, where ROLE is one of ${ROLES.join(", ")}; quote a name with spaces.`,
  `  --scopes LIST           what it may do of that, separated by commas: ${SCOPES.join(", ")}. Absent: everything.`,
  "  --expires DAY           the last day it works, such as 2027-06-30, in UTC. Absent: none.",
  "  --events-per-minute N   how many external events it may send. Absent: 60.",
  "  --people-per-event N    how many people one of them may reach. Absent: 1000.",
].join("\n");

const DAY_MS = 86_400_000;

type Input = Parameters<typeof createApiKey.run>[2];

try {
  await makeKey(readArguments());
} catch (error) {
  report(error instanceof AppError ? new StartError(wordsOf(error), { cause: error }) : error);
}

function readArguments(): Input {
  const { values, positionals } = parse();
  const [name, role, ...rest] = positionals;
  const known = ROLES.find((candidate) => candidate === role);
  if (!name?.trim() || known === undefined || rest.length > 0) throw new StartError(USAGE);
  return {
    name, role: known, scopes: scopesOf(values.scopes), expiresAt: endOf(values.expires),
    ...limit("eventsPerMinute", values["events-per-minute"]), ...limit("peoplePerEvent", values["people-per-event"]),
  };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        "scopes": { type: "string" }, "expires": { type: "string" },
        "events-per-minute": { type: "string" }, "people-per-event": { type: "string" },
      },
    });
  } catch (cause) {
    throw new StartError(USAGE, { cause });
  }
}

/** Refused rather than left out: a key that may more than was meant is not noticed. */
function scopesOf(list: string | undefined): Input["scopes"] {
  if (list === undefined) return [EVERY_SCOPE];
  const scopes = scopesSchema.safeParse(list.split(",").map((scope) => scope.trim()));
  if (!scopes.success) throw new StartError(`--scopes: ${scopes.error.issues[0]?.message ?? ""}\n${USAGE}`);
  return scopes.data;
}

/** The end of that day. */
function endOf(day: string | undefined): string | null {
  if (day === undefined) return null;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  if (!isDay) throw new StartError("--expires must be a day such as 2027-06-30.");
  return new Date(Date.parse(day) + DAY_MS).toISOString();
}

function limit(name: "eventsPerMinute" | "peoplePerEvent", text: string | undefined): Partial<Input> {
  if (text === undefined) return {};
  if (!/^\d+$/.test(text)) throw new StartError(USAGE);
  return { [name]: Number(text) };
}

function wordsOf({ message, issues }: AppError): string {
  return [message, ...issues.map(({ path, message: words }) => `- ${path}: ${words}`)].join("\n");
}

async function makeKey(input: Input): Promise<void> {
  const { databaseUrl } = resolveDatabase(parseEnv(process.env, "tool"));
  const db = openDb(databaseUrl);
  try {
    const { key } = await createApiKey.run(db, SYSTEM_ACTOR, input);
    console.log(`The key of "${input.name}" (${input.role}), shown only now: ${key}`);
  } finally {
    await db.$disconnect();
  }
}
