// Runs beside the engine: reads rosters as long as somebody wants one, then looks again in a moment. Any number of these
// run on one database; each reads another roster.
import { readNextRoster,type RosterParts } from "./read-roster";

export type RosterReader = {
  /** Ends after the page that is being read; the reading goes on in another process, or after the next start. */
  stop(): Promise<void>;
};

const DRAIN_MS = 7_000;
const LOOK_EVERY_MS = 1_000;
/** After an error of the database, so that a restart of it is not met with a storm. */
const ERROR_REST_MS = 5_000;

export function startRosterReader(parts: Omit<RosterParts, "stopping">): RosterReader {
  const stopping = new AbortController();
  const done = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const busy = await readNextRoster({ ...parts, stopping: stopping.signal });
        if (!busy) await parts.clock.sleep(LOOK_EVERY_MS, stopping.signal);
      } catch (error) {
        parts.log.error("roster.failed", { error });
        await parts.clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      // What hangs longer is left to its lease: a page that is not written is simply read again.
      await Promise.race([done, parts.clock.sleep(DRAIN_MS)]);
    },
  };
}
