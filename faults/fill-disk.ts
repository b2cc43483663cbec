// The database's disk is filled to the last byte in mid-send, stays full for a while, and is freed. It is a small disk of
// its own (tmpfs), which only root may mount: elsewhere this fault is skipped, aloud.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { startEmbeddedPostgres } from "@/lib/store/embedded-postgres";

import type { Finding, Injection } from "./finding";
import { openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { countSending, patiently, watchResume } from "./look";
import { boundOf, playScene, type Scene } from "./scene";

const DISK_SIZE = "512m";
const FILL_AT = 0.2;
const FULL_MS = 8_000;
const WORKERS = 2;
const BLOCK = Buffer.alloc(64 * 1024, 1);

/** The findings, or why this fault is impossible here. */
export async function fillDisk({ people = 30_000, ratePerSecond = 1_000 }: Scale): Promise<Finding[] | string> {
  const disk = mkdtempSync(join(tmpdir(), "herald-disk-"));
  const refusal = mount(disk);
  if (refusal !== undefined) {
    rmdirSync(disk);
    return refusal;
  }
  const unmount = (): void => {
    execFileSync("umount", [disk]);
    rmdirSync(disk);
  };
  // At an interrupt too, when nothing below comes to its end.
  process.on("exit", unmount);
  try {
    const house = await openFaultHouse({ people, ratePerSecond, dataDir: disk });
    try {
      return [await playScene(house, { name: "diskfull", workers: WORKERS, inject: (scene) => fillAndFree(scene, disk) })];
    } finally {
      await house.close();
    }
  } finally {
    process.off("exit", unmount);
    unmount();
  }
}

async function fillAndFree(scene: Scene, disk: string): Promise<Injection> {
  const { house, broadcastId } = scene;
  await scene.untilDone(FILL_AT);
  const filler = join(disk, "filler");
  // Again and again, because the database frees a little of its own and would take it.
  const deadline = performance.now() + FULL_MS;
  while (performance.now() < deadline) {
    fill(filler);
    await wait(100);
  }
  rmSync(filler);
  // PostgreSQL stops itself when it cannot write its log; whoever watches over it starts it again.
  const { started } = await startEmbeddedPostgres(house.dataDir);
  const caught = await patiently(() => countSending(house.db));
  return {
    what: `the disk full for ${FULL_MS / 1000} s${started ? ", PostgreSQL went down" : ""}`,
    explained: caught,
    worstCaught: { count: caught, bound: WORKERS * boundOf(house) },
    resumedMs: [await watchResume(house.db, broadcastId, scene.leaseMs)],
  };
}

/** Undefined when it worked, else why not. */
function mount(disk: string): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "mounting a small disk needs root on Linux";
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_SIZE}`, "tmpfs", disk], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mounting a small disk is not permitted here (${(error as Error).message.split("\n")[0] ?? ""})`;
  }
}

/** Appends until there is no space left. */
function fill(file: string): void {
  const handle = openSync(file, "a");
  try {
    for (;;) writeSync(handle, BLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  } finally {
    closeSync(handle);
  }
}
