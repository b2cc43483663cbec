import { Prisma } from "./generated/client";

/** What `due_at` is compared with: times are kept in whole milliseconds, and what is due at once may be rounded up. */
export const DUE_BY_SQL = Prisma.sql`(now() + interval '1 ms')`;
