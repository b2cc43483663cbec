// A name that is taken already, told apart from every other failure of the database.
import { Prisma } from "./generated/client";

const UNIQUE_VIOLATION = "P2002";

/** Undefined when `write` broke a unique index. The transaction is lost then: whoever asks refuses and rolls back. */
export async function unlessTaken<T>(write: Promise<T>): Promise<T | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION) return undefined;
    throw error;
  }
}
