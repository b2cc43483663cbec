// A lock between processes for the time of a start: two at once must not both create or start the same cluster.
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

import { StartError } from "@/lib/errors";

import { isAlive } from "./embedded-run";

const PATIENCE_MS = 90_000;
const POLL_MS = 50;

/** Runs `work` while holding the lock file `path`; waits for another holder, and takes over from a dead one. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!tryLock(path)) {
    if (performance.now() > deadline) {
      throw new StartError(`Another process has been starting the database for long: stop it, or delete ${path}.`);
    }
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

// A lock appears whole (by link) and names its holder. One whose holder is dead is removed under a second lock, so
// that nobody removes the fresh lock of a process that was quicker.
function tryLock(path: string): boolean {
  if (createOnce(path)) return true;
  const holder = readHolder(path);
  if (holder === undefined || isAlive(holder)) return false;
  const removal = `${path}.removal`;
  if (!createOnce(removal)) {
    const remover = readHolder(removal);
    if (remover !== undefined && !isAlive(remover)) rmSync(removal, { force: true });
    return false;
  }
  if (readHolder(path) === holder) rmSync(path, { force: true });
  rmSync(removal, { force: true });
  return false;
}

function createOnce(path: string): boolean {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, String(process.pid), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
