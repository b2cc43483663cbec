// Why one recipient gets a message or does not, asked with the very conditions that choose an audience.
import { z } from "zod";

import type { Audience } from "@/lib/domain/audience";
import type { MissingPolicy } from "@/lib/domain/broadcast";
import { SKIP_REASONS } from "@/lib/domain/delivery";
import { type ExplainedPart, type Explanation, leavesOf, membershipOf, outcomeOf } from "@/lib/domain/explanation";
import { RECIPIENT_KINDS } from "@/lib/domain/reference";

import { audienceSql, recipientsSql, SKIP_REASON_SQL } from "./audience-sql";
import type { Db } from "./db";
import { Prisma } from "./generated/client";

export type ExplainQuestion = {
  audience: Audience;
  topic: { id: string; mandatory: boolean } | null;
  onMissing: MissingPolicy;
  recipientId: string;
};

const rowSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(RECIPIENT_KINDS),
    reason: z.enum(SKIP_REASONS).nullable(),
    names: z.array(z.boolean()),
  }),
);

/** Undefined when there is no such recipient. */
export async function explainPerson(db: Db, question: ExplainQuestion): Promise<Explanation | undefined> {
  const { audience, topic, onMissing, recipientId } = question;
  const leaves = leavesOf(audience);
  const conditions = leaves.map(({ part }) => Prisma.sql`coalesce((${audienceSql(part)}), false)`);
  const [row] = rowSchema.parse(
    await db.$queryRaw(Prisma.sql`
      SELECT r.id, r.display_name AS name, r.kind, ${SKIP_REASON_SQL} AS reason, ARRAY[${Prisma.join(conditions)}] AS names
      FROM ${recipientsSql(topic)}
      WHERE r.id = ${recipientId}::uuid`),
  );
  if (!row) return undefined;
  const { id, name, kind, reason, names } = row;
  const named = new Map(leaves.map(({ part }, index) => [part, names[index] ?? false]));
  const membership = membershipOf(audience, (part) => named.get(part) ?? false);
  const parts: ExplainedPart[] = [];
  for (const { part, excludes } of leaves) {
    if (part.kind === "UNION" || part.kind === "EXCEPT") continue;
    const isNamed = named.get(part) ?? false;
    parts.push({ kind: part.kind, excludes, names: isNamed, through: isNamed ? await listThrough(db, part, id) : [] });
  }
  return { id, name, kind, outcome: outcomeOf(membership, { reason, kind, onMissing }), reason, parts };
}

const MAX_NAMES = 10;
const namesSchema = z.array(z.object({ name: z.string() }));

async function listThrough(db: Db, part: Audience, recipientId: string): Promise<string[]> {
  const sql = throughSql(part, recipientId);
  return sql ? namesSchema.parse(await db.$queryRaw(sql)).map(({ name }) => name) : [];
}

function throughSql(part: Audience, recipientId: string): Prisma.Sql | undefined {
  switch (part.kind) {
    case "TEAM_MEMBERS":
      return Prisma.sql`SELECT t.name FROM team_members m JOIN teams t ON t.id = m.team_id
        WHERE m.recipient_id = ${recipientId}::uuid AND t.id = ANY(${part.teamIds}::uuid[]) ORDER BY 1 LIMIT ${MAX_NAMES}`;
    case "ENTRA_GROUP":
      return Prisma.sql`SELECT g.name FROM entra_group_members m JOIN entra_groups g ON g.id = m.group_id
        WHERE m.recipient_id = ${recipientId}::uuid AND g.id = ANY(${part.groupIds}::uuid[]) AND m.generation >= g.generation
        ORDER BY 1 LIMIT ${MAX_NAMES}`;
    case "CSV":
      return Prisma.sql`SELECT l.name FROM audience_lists l WHERE l.id = ${part.listId}::uuid`;
    default:
      return undefined;
  }
}
