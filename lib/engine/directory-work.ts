// What the directory is asked beside the jobs, whenever rows say so: members of groups that somebody waits for, and
// installations of the app. Two loops, so that neither waits for the other.
import type { Clock } from "@/lib/domain/ports";

import { createInstaller, type InstallParts } from "./install-app";
import { readOneGroup } from "./read-groups";

export type DirectoryWork = {
  /** Ends what is under way within the time limit of a request; the rows say where to go on. */
  stop(): Promise<void>;
};

const IDLE_MS = 1_000;
const ERROR_REST_MS = 5_000;

export function startDirectoryWork(parts: InstallParts): DirectoryWork {
  const stopping = new AbortController();
  const install = createInstaller(parts);
  const loops = [
    runLoop(parts, stopping.signal, () => readOneGroup(parts, stopping.signal)),
    runLoop(parts, stopping.signal, () => install(stopping.signal)),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

/** `work` says whether there is more to do at once. */
async function runLoop(
  { clock, log }: { clock: Clock; log: InstallParts["log"] }, signal: AbortSignal, work: () => Promise<boolean>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!(await work())) await clock.sleep(IDLE_MS, signal);
    } catch (error) {
      log.error("directory.loop_failed", { error });
      await clock.sleep(ERROR_REST_MS, signal);
    }
  }
}
