// An audience as SQL over `recipients r`, and why one of them would not be written to. The estimate, the resolve and the
// report all use these two fragments, so that the number on the button is the number that is frozen.
import type { Audience } from "@/lib/domain/audience";

import { Prisma } from "./generated/client";
import { optedOutSql } from "./opt-outs";

/** A condition on `r`: who belongs to the audience. */
export function audienceSql(audience: Audience): Prisma.Sql {
  switch (audience.kind) {
    case "ALL":
      return Prisma.sql`r.kind = 'PERSON'`;
    case "TEAM_MEMBERS":
      return Prisma.sql`r.kind = 'PERSON' AND EXISTS (
        SELECT 1 FROM team_members tm
        WHERE tm.recipient_id = r.id AND tm.team_id = ANY(${audience.teamIds}::uuid[]))`;
    case "RECIPIENTS":
      return Prisma.sql`r.id = ANY(${audience.recipientIds}::uuid[])`;
  }
}

/**
 * Null for those who get the message, else the SkipReason, over `recipients r LEFT JOIN conversation_references ref`.
 * The order is from the most final to the most easily mended, so that the report names what would have to change first.
 * A test to its author goes out whatever the author has opted out of.
 */
export function skipReasonSql(topic: { id: string; mandatory: boolean } | null, respectOptOuts: boolean): Prisma.Sql {
  const optedOut =
    topic && respectOptOuts
      ? optedOutSql(Prisma.sql`r.id`, Prisma.sql`${topic.id}::uuid`, Prisma.sql`${topic.mandatory}::boolean`)
      : Prisma.sql`false`;
  return Prisma.sql`CASE
    WHEN ref.state = 'REMOVED' THEN 'REMOVED'
    WHEN r.user_type = 'GUEST' THEN 'GUEST'
    WHEN ${optedOut} THEN 'OPTED_OUT'
    WHEN ref.state = 'BLOCKED' THEN 'BLOCKED'
    WHEN ref.recipient_id IS NULL OR ref.state = 'NEEDS_INSTALL' THEN 'NOT_INSTALLED'
  END`;
}
