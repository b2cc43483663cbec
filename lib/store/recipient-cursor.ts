// Where the next page of recipients begins: behind a name, or behind an id in a list without an order.
import { z } from "zod";

import { RECIPIENT_KINDS, type RecipientKind } from "@/lib/domain/reference";
import { isStorable } from "@/lib/domain/storable-text";

import { Prisma } from "./generated/client";

const cursorSchema = z.union([
  z.strictObject({ kind: z.enum(RECIPIENT_KINDS), name: z.string().max(500).refine(isStorable), id: z.uuid() }),
  z.strictObject({ id: z.uuid() }),
]);
export type RecipientCursor = z.output<typeof cursorSchema>;

export function encodeCursor(cursor: RecipientCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

export function decodeCursor(text: string | undefined): RecipientCursor | undefined {
  if (text === undefined) return undefined;
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8"))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function isByName(cursor: RecipientCursor | undefined): boolean {
  return cursor === undefined || "name" in cursor;
}

/**
 * A condition on `r`: it comes behind the cursor. Beside a condition on the same kind the kind is left out of the comparison,
 * else the index is read from the first of that kind.
 */
export function behindSql(cursor: RecipientCursor | undefined, kind?: RecipientKind): Prisma.Sql {
  if (!cursor) return Prisma.sql`true`;
  if (!("name" in cursor)) return Prisma.sql`r.id > ${cursor.id}::uuid`;
  if (cursor.kind === kind) return Prisma.sql`(r.display_name, r.id) > (${cursor.name}, ${cursor.id}::uuid)`;
  return Prisma.sql`(r.kind, r.display_name, r.id) > (${cursor.kind}, ${cursor.name}, ${cursor.id}::uuid)`;
}
