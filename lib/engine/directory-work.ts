// What the directory is asked beside the jobs, whenever rows say so: members of groups that somebody waits for, and
// installations of the app. Loops of their own, so that neither waits for the other; a third one looks now and then whether
// somebody waits whom the installer would never come to.
import type { Clock } from "@/lib/domain/ports";
import { healLostWaits } from "@/lib/store/lost-waits";

import { createInstaller, type InstallParts } from "./install-app";
import { readOneGroup } from "./read-groups";

export type DirectoryWork = {
  /** Ends what is under way within the time limit of a request; the rows say where to go on. */
  stop(): Promise<void>;
};

const IDLE_MS = 1_000;
const ERROR_REST_MS = 5_000;
const HEAL_EVERY_MS = 60_000;

export function startDirectoryWork(parts: InstallParts): DirectoryWork {
  const stopping = new AbortController();
  const install = createInstaller(parts);
  const loops = [
    runLoop(parts, stopping.signal, () => readOneGroup(parts, stopping.signal)),
    runLoop(parts, stopping.signal, () => install(stopping.signal)),
    runLoop(parts, stopping.signal, () => heal(parts), HEAL_EVERY_MS),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** A lost wish is a bug, or a hand in the database; whoever can be written to arrived while an audience was frozen. */
async function heal({ db, log }: InstallParts): Promise<boolean> {
  const { lost, reachable } = await healLostWaits(db);
  if (lost > 0) log.warn("installs.lost_waits_healed", { count: lost });
  if (reachable > 0) log.info("installs.waits_ended", { count: reachable });
  return lost + reachable > 0;
}

/** `work` says whether there is more to do at once. */
async function runLoop(
  { clock, log }: { clock: Clock; log: InstallParts["log"] }, signal: AbortSignal, work: () => Promise<boolean>,
  idleMs = IDLE_MS,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!(await work())) await clock.sleep(idleMs, signal);
    } catch (error) {
      log.error("directory.loop_failed", { error });
      await clock.sleep(ERROR_REST_MS, signal);
    }
  }
}
