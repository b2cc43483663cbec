// One recipient with what is known about reaching them, for the console, the commands and the bot. People whom only the
// directory knows have no reference yet: then `state` and what belongs to it are null. Lists are in recipient-search.ts.
import { z } from "zod";

import { type Account, ACCOUNTS } from "@/lib/domain/directory";
import {
  RECIPIENT_KINDS,
  type RecipientKind,
  REFERENCE_SOURCES,
  REFERENCE_STATES,
  type ReferenceSource,
  type ReferenceState,
} from "@/lib/domain/reference";

import type { Db } from "./db";
import { Prisma } from "./generated/client";
import { listOptOutsOf, type SavedOptOut } from "./opt-outs";

export type Recipient = {
  id: string;
  tenantId: string;
  objectId: string;
  displayName: string;
  givenName: string | null;
  email: string | null;
  principalName: string | null;
  kind: RecipientKind;
  userType: "MEMBER" | "GUEST";
  account: Account;
  department: string | null;
  country: string | null;
  locale: string | null;
  /** Null while the bot has not met them. */
  state: ReferenceState | null;
  evidence: string | null;
  stateSince: Date | null;
  source: ReferenceSource | null;
  seenAt: Date | null;
  optOuts: SavedOptOut[];
};

type Met = "state" | "evidence" | "stateSince" | "source" | "seenAt";
/** One whom the bot has met: there is a reference. */
export type MetRecipient = Omit<Recipient, Met> & { [Name in Met]: NonNullable<Recipient[Name]> };

const rowSchema = z.object({
  id: z.string(),
  tenant_id: z.string(),
  external_id: z.string(),
  display_name: z.string(),
  given_name: z.string().nullable(),
  email: z.string().nullable(),
  principal_name: z.string().nullable(),
  kind: z.enum(RECIPIENT_KINDS),
  user_type: z.enum(["MEMBER", "GUEST"]),
  account: z.enum(ACCOUNTS),
  department: z.string().nullable(),
  country: z.string().nullable(),
  locale: z.string().nullable(),
  state: z.enum(REFERENCE_STATES).nullable(),
  evidence: z.string().nullable(),
  state_since: z.date().nullable(),
  source: z.enum(REFERENCE_SOURCES).nullable(),
  seen_at: z.date().nullable(),
});

/** To be followed by a condition on `r` or the reference `c`. */
export const SELECT_RECIPIENTS = Prisma.sql`
  SELECT r.id, r.tenant_id, r.external_id, r.display_name, r.given_name, r.email, r.principal_name, r.kind, r.user_type,
    r.account, r.department, r.country, r.locale, c.state, c.evidence, c.state_since, c.source, c.seen_at
  FROM recipients r LEFT JOIN conversation_references c ON c.recipient_id = r.id`;

export async function getRecipient(db: Db, id: string): Promise<Recipient | undefined> {
  const rows: unknown = await db.$queryRaw`${SELECT_RECIPIENTS} WHERE r.id = ${id}::uuid`;
  return (await recipientsOf(db, rows))[0];
}

export function hasMet(recipient: Recipient): recipient is MetRecipient {
  return recipient.state !== null;
}

/** The person as Teams and Entra know them. */
export async function getRecipientByObjectId(
  db: Db,
  tenantId: string,
  objectId: string,
): Promise<Recipient | undefined> {
  const rows: unknown = await db.$queryRaw`
    ${SELECT_RECIPIENTS} WHERE r.tenant_id = ${tenantId} AND r.external_id = ${objectId}`;
  return (await recipientsOf(db, rows))[0];
}

/** Rows of SELECT_RECIPIENTS, with the opt-outs of all of them read at once. */
export async function recipientsOf(db: Db, found: unknown): Promise<Recipient[]> {
  const rows = z.array(rowSchema).parse(found);
  const optOuts = rows.length > 0 ? await listOptOutsOf(db, rows.map(({ id }) => id)) : undefined;
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    objectId: row.external_id,
    displayName: row.display_name,
    givenName: row.given_name,
    email: row.email,
    principalName: row.principal_name,
    kind: row.kind,
    userType: row.user_type,
    account: row.account,
    department: row.department,
    country: row.country,
    locale: row.locale,
    state: row.state,
    evidence: row.evidence,
    stateSince: row.state_since,
    source: row.source,
    seenAt: row.seen_at,
    optOuts: optOuts?.get(row.id) ?? [],
  }));
}
