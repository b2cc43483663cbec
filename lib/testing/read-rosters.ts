// Rosters in tests: read now, by the reader that runs beside the engine in production, without its loop.
import { randomUUID } from "node:crypto";

import { readNextRoster, type RosterParts } from "@/bot/read-roster";
import { log } from "@/lib/log";
import { systemClock } from "@/worker";

import type { TestBot } from "./start-test-bot";

export function rosterPartsOf({ bot }: Pick<TestBot, "bot">, more: Partial<RosterParts> = {}): RosterParts {
  const { db, connector, ratePerSecond } = bot;
  return { db, connector, ratePerSecond, clock: systemClock, random: () => 0, log, workerId: randomUUID(), ...more };
}

/** Reads whatever is due. Returns how many readings were taken up. */
export async function readRosters(test: Pick<TestBot, "bot">, more: Partial<RosterParts> = {}): Promise<number> {
  const parts = rosterPartsOf(test, more);
  let readings = 0;
  while (!parts.stopping?.aborted && (await readNextRoster(parts))) readings += 1;
  return readings;
}

/** The waits of readings that were put off are over. */
export async function passRosterWaits({ bot }: Pick<TestBot, "bot">): Promise<void> {
  await bot.db.$executeRaw`UPDATE roster_reads SET due_at = now(), lease_until = lease_until - interval '1 hour'`;
  await bot.db.$executeRaw`UPDATE send_slots SET paused_until = NULL, next_slot_at = now()`;
}
