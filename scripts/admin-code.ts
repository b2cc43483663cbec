// `npm run admin-code`: makes the one-time code with which the first admin signs in, and prints it, once, as the last word.
// Works beside a running server, and only while nobody is an admin.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { makeAdminCode } from "@/lib/commands/make-admin-code";
import { parseEnv } from "@/lib/env";
import { AppError, StartError } from "@/lib/errors";
import { openDb } from "@/lib/store/db";
import { resolveDatabase } from "@/lib/store/embedded-run";
import { ADMIN_CODE_MINUTES } from "@/lib/store/sign-ins";

import { report } from "./run-until-stopped";

try {
  if (process.argv.length > 2) throw new StartError("npm run admin-code takes no arguments.");
  await makeCode();
} catch (error) {
  report(error instanceof AppError ? new StartError(error.message, { cause: error }) : error);
}

async function makeCode(): Promise<void> {
  const { databaseUrl } = resolveDatabase(parseEnv(process.env, "tool"));
  const db = openDb(databaseUrl);
  try {
    const code = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    console.log(`Type this on the sign-in page within ${ADMIN_CODE_MINUTES} minutes; it works once: ${code}`);
  } finally {
    await db.$disconnect();
  }
}
