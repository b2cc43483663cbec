// An Export is a file with all rows of a list, written page by page by a job, so that a million of them neither hold a
// request open nor are lost with a closed tab. It waits for whoever asked for it, for a day.
import { z } from "zod";

import { DELIVERY_STATUSES } from "./delivery";
import { ACCOUNTS } from "./directory";
import type { JobStatus } from "./job";
import { RECIPIENT_STATES } from "./recipient-counts";
import { RECIPIENT_KINDS } from "./reference";

export const EXPORT_KINDS = ["DELIVERIES", "RECIPIENTS"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_KEPT_HOURS = 24;
/** Of one person or key, not yet written. */
export const MAX_EXPORTS_WAITING = 5;
/** Of one person or key, with those that are being written: the oldest of the others gives way to one more. */
export const MAX_EXPORTS_KEPT = 20;

const words = z.string().trim().min(1).max(200, "At most 200 characters.").optional();

/** Which rows: what the list on the page is narrowed to. */
export const exportInputSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("DELIVERIES"),
    broadcastId: z.uuid(),
    statuses: z.array(z.enum(DELIVERY_STATUSES)).min(1).optional(),
    q: words,
  }),
  z.strictObject({
    kind: z.literal("RECIPIENTS"),
    q: words,
    state: z.enum(RECIPIENT_STATES).optional(),
    account: z.enum(ACCOUNTS).optional(),
    /** People, unless other kinds are asked for. */
    of: z.enum([...RECIPIENT_KINDS, "ALL"]).default("PERSON"),
    department: words,
    country: words,
    team: z.uuid().optional(),
    hasApp: z.boolean().optional(),
    optedOut: z.boolean().optional(),
  }),
]);
export type ExportQuery = z.output<typeof exportInputSchema>;

/** Whether both ask for the same rows, in whatever order they say so. */
export function isSameQuery(one: ExportQuery, other: ExportQuery): boolean {
  return canonical(one) === canonical(other);
}

function canonical(query: ExportQuery): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined);
  const sorted = said.map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value] as const);
  return JSON.stringify(sorted.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export const EXPORT_COLUMNS = {
  DELIVERIES: ["recipientId", "recipientName", "status", "reason", "attempts", "possibleDuplicate", "settledAt"],
  RECIPIENTS: [
    "id", "displayName", "email", "principalName", "kind", "userType", "account", "department", "country", "state", "source",
    "stateSince", "optedOutOf",
  ],
} as const satisfies Record<ExportKind, readonly string[]>;

export type ExportRow<K extends ExportKind = ExportKind> = K extends ExportKind
  ? Record<(typeof EXPORT_COLUMNS)[K][number], string | number | boolean | null>
  : never;

export type ExportView = {
  id: string;
  kind: ExportKind;
  broadcastId: string | null;
  /** Which rows were asked for. */
  query: ExportQuery;
  status: JobStatus;
  rows: number;
  /** How many there will be, where that is known. */
  total: number | null;
  createdAt: string;
  /** Null until the file is whole. */
  finishedAt: string | null;
  /** When the file is deleted. */
  expiresAt: string;
};
