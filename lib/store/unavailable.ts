// Whether an error says that the database was not there, or had no connection to give: nobody's mistake, and worth another
// try. Neither Prisma nor the driver has one word for it.
import { z } from "zod";

/** Prisma: not reachable, timed out, connection closed, no connection in time. */
const PRISMA_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
/** PostgreSQL: connection exceptions, too many connections, and a server that stops or starts. See its appendix A. */
const POSTGRES_CODES = /^(08...|53300|57P0[123])$/;
/** The adapter's own. */
const KINDS = new Set(["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections"]);
/** Of pg and its pool, which throw plain errors. */
const WORDS = /timeout exceeded when trying to connect|Connection terminated|ECONNREFUSED|ECONNRESET/;

const errorSchema = z.object({
  code: z.string().optional(),
  message: z.string().default(""),
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ kind: z.string().default(""), originalCode: z.string().default("") }),
    }),
  }).optional().catch(undefined),
});

export function isUnavailable(error: unknown): boolean {
  const parsed = errorSchema.safeParse(error).data;
  if (!parsed) return false;
  const cause = parsed.meta?.driverAdapterError.cause;
  return (
    PRISMA_CODES.has(parsed.code ?? "") ||
    KINDS.has(cause?.kind ?? "") ||
    POSTGRES_CODES.test(cause?.originalCode ?? "") ||
    (cause === undefined && WORDS.test(parsed.message))
  );
}
