// Query parameters of lists, as schemas: unknown names and values are refused with the field named, and the description
// of the API is made from the same schemas.
import { z } from "zod";

import { LIST_FLAWS, listNameSchema } from "@/lib/domain/audience-list";
import { ACTOR_KINDS } from "@/lib/domain/audit";
import { type BROADCAST_PURPOSES, BROADCAST_STATUSES } from "@/lib/domain/broadcast";
import { DELIVERY_STATUSES } from "@/lib/domain/delivery";
import { ACCOUNTS, GROUP_KINDS } from "@/lib/domain/directory";
import { EVENT_OUTCOMES } from "@/lib/domain/external-event";
import { RECIPIENT_STATES } from "@/lib/domain/recipient-counts";
import { recurrenceInputSchema, SHOWN_RUNS } from "@/lib/domain/recurrence";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";

/** Tests that authors send to themselves are not listed. */
const LISTED_PURPOSES = ["NORMAL", "STANDING", "RECURRING"] as const satisfies readonly (typeof BROADCAST_PURPOSES)[number][];

const OTHER_CURSOR = "Use the `next` of the page before.";
const TIME_LENGTH = "2026-01-01T00:00:00.000Z".length;
const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const limit = z.coerce.number("Enter a number.").int().min(1).max(MAX_LIMIT, `At most ${MAX_LIMIT}.`).default(DEFAULT_LIMIT);
const q = z.string().trim().max(200, "At most 200 characters.").optional();
const idCursor = cursorOf(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
/** When the last one was made, and its id. */
const timeCursor = timeCursorOf(/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

const yesOrNo = z.enum(["true", "false"]).transform((word) => word === "true").optional();
const ids = z.string().transform((text) => text.split(",")).pipe(z.array(z.uuid()).max(MAX_LIMIT)).optional();
const whole = z.string().trim().min(1).max(200, "At most 200 characters.").optional();

export const broadcastsQuery = z.strictObject({
  status: wordsOf(BROADCAST_STATUSES), purpose: wordsOf(LISTED_PURPOSES), q, cursor: timeCursor, limit,
  /** Those in review that the person who asks may approve now. */
  waiting: z.literal("me", "Only \"me\" can be asked for.").optional(),
});
export const recurringQuery = z.strictObject({ status: wordsOf(BROADCAST_STATUSES), q, cursor: timeCursor, limit });
export const runsQuery = z.strictObject({ cursor: timeCursorOf(/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), limit });
export const nextRunsQuery = recurrenceInputSchema.extend({
  count: z.coerce.number("Enter a number.").int().min(1).max(20, "At most 20.").default(SHOWN_RUNS),
});

export const deliveriesQuery = z.strictObject({
  status: wordsOf(DELIVERY_STATUSES),
  q,
  cursor: idCursor,
  limit,
  /** All rows; the same as `Accept: text/csv`, for a link in a page. */
  format: z.enum(["csv"]).optional(),
});

export const recipientsQuery = z.strictObject({
  q,
  /** NONE: the bot has not met them. */
  state: z.enum(RECIPIENT_STATES).optional(),
  account: z.enum(ACCOUNTS).optional(),
  /** People, unless other kinds are asked for or somebody is named by id. */
  kind: z.enum([...RECIPIENT_KINDS, "ALL"]).optional(),
  department: whole,
  country: whole,
  team: z.uuid().optional(),
  hasApp: yesOrNo,
  ids,
  optedOut: yesOrNo,
  cursor: z.string().max(1000).optional(),
  limit,
});

/** Teams, and group chats. */
export const placesQuery = z.strictObject({
  q,
  ids,
  cursor: z.string().max(1000).optional(),
  limit,
});
/** CHANNEL: teams with a channel that `q` names, by itself or with its team. */
export const teamsQuery = placesQuery.extend({ by: z.enum(["CHANNEL"]).optional() });
export const recipientDeliveriesQuery = z.strictObject({ cursor: timeCursor, limit });
export const interactionsQuery = z.strictObject({ cursor: cursorOf(/^\d{1,18}$/), limit });

export const listUploadQuery = z.strictObject({
  name: listNameSchema,
  /** The heading or place (from 1) of the column with the ids; found by itself when absent. */
  column: z.string().trim().min(1).max(100, "At most 100 characters.").optional(),
});

export const listFlawsQuery = z.strictObject({
  reason: wordsOf(LIST_FLAWS),
  cursor: cursorOf(/^\d{1,9}$/),
  limit,
  /** All lines; the same as `Accept: text/csv`. */
  format: z.enum(["csv"]).optional(),
});

export const optOutsQuery = z.strictObject({ cursor: timeCursor, limit });

/** Which opt-out to take back; without a topic, the opt-out of everything. */
export const optOutKeyQuery = z.strictObject({ recipientId: z.uuid(), topicId: z.uuid().optional() });

export const eventsQuery = z.strictObject({ outcome: z.enum(EVENT_OUTCOMES).optional(), q, cursor: timeCursor, limit });

export const peopleQuery = z.strictObject({ cursor: idCursor, limit });

export const groupsQuery = z.strictObject({
  q,
  kind: z.enum(GROUP_KINDS).optional(),
  ids,
  cursor: z.string().max(1000).optional(),
  limit,
});

const moment = z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T00:00:00Z." }).optional();

export const auditQuery = z.strictObject({
  actorKind: z.enum(ACTOR_KINDS).optional(),
  q,
  from: moment,
  to: moment,
  cursor: cursorOf(/^\d{1,18}$/),
  limit,
  /** All lines; the same as `Accept: text/csv`, for a link in a page. */
  format: z.enum(["csv"]).optional(),
});

/** The `next` of the page before, of the shape that this list gives. */
function cursorOf(shape: RegExp) {
  return z.string().regex(shape, OTHER_CURSOR).optional();
}

/** One that begins with a time, which must be one that was: the database refuses a 13th month. */
function timeCursorOf(shape: RegExp) {
  return z.string().regex(shape, OTHER_CURSOR).refine((cursor) => isTime(cursor.slice(0, TIME_LENGTH)), OTHER_CURSOR).optional();
}

function isTime(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}

/** A comma-separated list of known words; an empty one filters by nothing, as an absent one does. */
function wordsOf<const T extends readonly [string, ...string[]]>(words: T) {
  const known: readonly string[] = words;
  return z
    .string()
    .transform((text) => text.split(",").filter((word) => word !== ""))
    .refine((list) => list.every((word) => known.includes(word)), `Use some of ${words.join(", ")}.`)
    .transform((list) => (list.length > 0 ? (list as T[number][]) : undefined))
    .optional();
}
