// Where the embedded PostgreSQL may live, and as whom it runs. PostgreSQL refuses to run as root, so a Herald started
// by root runs it as `nobody`, who cannot enter a folder such as /root or a private temporary folder; then the
// cluster and the programs move to a place that he can reach.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { StartError } from "@/lib/errors";

export interface Owner {
  uid: number;
  gid: number;
}

/** Whom PostgreSQL runs as: undefined means this process's own user. */
export function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return { uid: numberOf("-u"), gid: numberOf("-g") };
  } catch (error) {
    throw new StartError(
      "PostgreSQL does not run as root, and there is no user `nobody`: use an ordinary user, or set DATABASE_URL.",
      { cause: error },
    );
  }
}

function numberOf(flag: string): number {
  return Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }).trim());
}

/** Makes the data folder; throws StartError when it cannot be written. */
export function makeDataDir(dataDir: string): string {
  try {
    makeFolders(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch (error) {
    throw new StartError(
      `The folder ${dataDir} cannot be written: change its permissions, or set HERALD_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

// One level at a time: mkdir's own `recursive` never returns where a file system neither has nor makes a folder (/proc).
function makeFolders(folder: string): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another start may have made it in this moment.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** The folder for the cluster: inside the data folder where its owner can reach that, else a public place. */
export function placeCluster(dataDir: string, owner: Owner | undefined): string {
  if (owner === undefined) return join(dataDir, "postgres");
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  if (isReachable(dataDir)) return join(dataDir, "postgres");
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  return join(publicPlace(), `herald-${name}`);
}

/** A folder that only root may write and everybody may enter. /var/lib survives a restart of the machine. */
export function publicPlace(): string {
  for (const place of ["/var/lib/herald", join(tmpdir(), "herald"), "/var/tmp/herald", "/tmp/herald"]) {
    if (isUsable(place)) return place;
  }
  throw new StartError("PostgreSQL can read no folder here: run Herald as an ordinary user, or set DATABASE_URL.");
}

function isUsable(place: string): boolean {
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 });
    const { uid, mode } = statSync(place);
    // Somebody else's folder under a predictable name could feed us programs of his own.
    return uid === process.getuid?.() && (mode & 0o022) === 0 && isReachable(realpathSync(place));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}

/** True when every folder on the way to `path` may be entered by everybody. */
export function isReachable(path: string): boolean {
  if ((statSync(path).mode & 0o001) === 0) return false;
  return dirname(path) === path || isReachable(dirname(path));
}
