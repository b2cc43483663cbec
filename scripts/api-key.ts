// `npm run api-key -- NAME ROLE`: makes an API key for another system and prints it, once, as the last word. Works
// beside a running server.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { createApiKey } from "@/lib/commands/create-api-key";
import { ROLES } from "@/lib/domain/role";
import { parseEnv } from "@/lib/env";
import { AppError, StartError } from "@/lib/errors";
import { openDb } from "@/lib/store/db";
import { resolveDatabase } from "@/lib/store/embedded-run";

import { report } from "./run-until-stopped";

try {
  await makeKey(readArguments());
} catch (error) {
  report(error instanceof AppError ? new StartError(error.message, { cause: error }) : error);
}

function readArguments(): { name: string; role: (typeof ROLES)[number] } {
  const [name, role, ...rest] = process.argv.slice(2);
  const known = ROLES.find((candidate) => candidate === role);
  if (name?.trim() && known !== undefined && rest.length === 0) return { name, role: known };
  throw new StartError(
    `Usage: npm run api-key -- NAME ROLE, where ROLE is one of ${ROLES.join(", ")}; quote a name with spaces.`,
  );
}

async function makeKey(input: ReturnType<typeof readArguments>): Promise<void> {
  const { databaseUrl } = resolveDatabase(parseEnv(process.env, "tool"));
  const db = openDb(databaseUrl);
  try {
    const { key } = await createApiKey.run(db, SYSTEM_ACTOR, input);
    console.log(`The key of "${input.name}" (${input.role}), shown only now: ${key}`);
  } finally {
    await db.$disconnect();
  }
}
