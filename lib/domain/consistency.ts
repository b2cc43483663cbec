// What the nightly check looks for: each is something that can never be (docs/delivery.md), so that a finding is a bug or a hand
// in the database.
import { z } from "zod";

/**
 * COUNTERS: the report's numbers are not those of a recount. AUDIENCE: the states do not sum to the frozen audience.
 * OPEN_AFTER_END: over, and something still waits. ORPHAN_…: it belongs to nothing. UNPROVEN_SENT: shown as sent without an
 * accepted request or later proof. UNMARKED_DUPLICATE: accepted twice without having been marked. LOST_WAIT: waits for
 * the app, and nobody installs it.
 */
export const CONSISTENCY_CHECKS = [
  "COUNTERS",
  "AUDIENCE",
  "OPEN_AFTER_END",
  "ORPHAN_DELIVERY",
  "ORPHAN_ATTEMPT",
  "ORPHAN_INTERACTION",
  "UNPROVEN_SENT",
  "UNMARKED_DUPLICATE",
  "LOST_WAIT",
] as const;
export type ConsistencyCheck = (typeof CONSISTENCY_CHECKS)[number];

/** Every check is named; `broadcasts` are some of those concerned. */
export const consistencyResultSchema = z.array(
  z.object({ check: z.enum(CONSISTENCY_CHECKS), count: z.int().min(0), broadcasts: z.array(z.uuid()) }),
);
export type ConsistencyResult = z.output<typeof consistencyResultSchema>;
