// A list: people named by a file of object ids, sign-in names (UPNs) or e-mail addresses, for the audience kind CSV.
import { z } from "zod";

export const LIST_STATUSES = ["READING", "READY", "FAILED"] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

/**
 * Why a line of the file puts nobody on the list. UNKNOWN: looks right, but nobody is known by it. AMBIGUOUS: several
 * people are. The others could not be read as an id or address at all.
 */
export const LIST_FLAWS = ["UNKNOWN", "AMBIGUOUS", "NO_ID", "EMPTY", "TOO_LONG", "ENCODING", "QUOTES"] as const;
export type ListFlaw = (typeof LIST_FLAWS)[number];

export const MAX_LIST_ROWS = 1_000_000;
export const MAX_LIST_BYTES = 250_000_000;
/** No id or address is longer; what is kept of a longer value ends here. */
export const MAX_LIST_VALUE = 320;
/** A line with everything in it. A quote that is never closed ends here too. */
export const MAX_LIST_LINE = 20_000;
export const MAX_LISTS = 200;

export const listNameSchema = z.string().trim().min(1, "Name the list.").max(80, "At most 80 characters.");
