// The last gates before a post, as SQL: what stands between a delivery that is due and its intent. Two statements commit
// intents: the claim, for whoever has a conversation, and save-intents.ts, for whom one had to be created first.
//
// Each gate is asked under the lock that the opposing change needs. A pause or cancel updates the broadcast row that is
// read FOR SHARE here; an opt-out updates the delivery row itself, which both statements lock before they decide.
// Whichever commits first decides, and nothing is posted whose intent came second. A delivery that may have arrived
// already (possible duplicate) is never called skipped: held back, it is UNCONFIRMED.
import { Prisma } from "./generated/client";
import { optedOutSql } from "./opt-outs";

/** The broadcasts among `ids` that may send now, locked against pauses and cancels until the intents are committed. */
export function liveBroadcastsSql(ids: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT b.id, b.purpose, b.topic_id, b.expires_at, t.mandatory FROM broadcasts b JOIN topics t ON t.id = b.topic_id
    WHERE b.id IN (${ids}) AND b.status IN ('SENDING', 'ACTIVE')
    ORDER BY b.id FOR SHARE OF b`;
}

/** ALLOWED or a SkipReason, over `live`, a left joined `conversation_references ref` and a recipient's id. */
export function gateSql(recipientId: Prisma.Sql): Prisma.Sql {
  const optedOut = optedOutSql(recipientId, Prisma.sql`live.topic_id`, Prisma.sql`live.mandatory`);
  return Prisma.sql`CASE
    WHEN ref.state = 'REMOVED' THEN 'REMOVED'
    WHEN ref.state = 'BLOCKED' THEN 'BLOCKED'
    WHEN ref.recipient_id IS NULL OR ref.state = 'NEEDS_INSTALL' THEN 'NOT_INSTALLED'
    WHEN live.expires_at <= now() THEN 'EXPIRED'
    WHEN live.purpose <> 'TEST' AND ${optedOut} THEN 'OPTED_OUT'
    ELSE 'ALLOWED' END`;
}

/** A lease as an interval from now. */
export function leaseSql(leaseMs: number): Prisma.Sql {
  return Prisma.sql`now() + ${leaseMs}::float8 * interval '1 ms'`;
}
