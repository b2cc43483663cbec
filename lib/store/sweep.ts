// Goes through a large table once, from its first block to its last, a bounded piece at a time, each in a transaction of its
// own: so old rows are found without an index that every send would have to keep, and nothing is locked for long. Rows that
// move behind the sweep while it runs are met the next night.
import { z } from "zod";

import type { DbPool } from "./db";
import { Prisma } from "./generated/client";

/** 16 MiB, some 100 000 rows. */
const PIECE_BLOCKS = 2_000;

const sizeSchema = z.tuple([z.object({ blocks: z.number() })]);

/**
 * `work` is a statement over the alias `x` that is narrowed to a piece; answers the rows it changed in all. Ends early when the
 * signal is given.
 */
export async function sweep(
  db: DbPool, table: string, work: (piece: Prisma.Sql) => Prisma.Sql, signal: AbortSignal, pieceBlocks = PIECE_BLOCKS,
): Promise<number> {
  const [{ blocks }] = sizeSchema.parse(await db.$queryRaw`
    SELECT (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::int AS blocks`);
  let changed = 0;
  for (let from = 0; from < blocks && !signal.aborted; from += pieceBlocks) {
    const piece = Prisma.sql`x.ctid >= ${`(${from},0)`}::tid AND x.ctid < ${`(${from + pieceBlocks},0)`}::tid`;
    changed += await db.$executeRaw(work(piece));
  }
  return changed;
}
