// Teams repeats its events and does not keep their order: what comes later than this may have been overtaken by what was told
// before it, and what is newer than that by less may be so only by chance.

/** Each late event costs a reading of a roster at most, and two that were swapped are rarely further apart than they are late. */
export const LATE_MS = 10_000;
