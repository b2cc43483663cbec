// The secret key of an installation that was not given one: made once, kept beside the embedded database, readable by
// its owner only. Losing it makes the buttons on old cards useless.
import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { StartError } from "@/lib/errors";

/** Reads the data folder's secret key, making it when there is none. */
export function readOrMakeSecretKey(dataDir: string): string {
  const file = join(dataDir, "secret-key");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(48).toString("base64url"), { mode: 0o600 });
  try {
    // A link fails when the name exists, so that of two processes at once both read the same key.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const key = readFileSync(file, "utf8").trim();
  if (key.length < 32) throw new StartError(`${file} is too short for a secret key: restore it, or delete the file.`);
  return key;
}
