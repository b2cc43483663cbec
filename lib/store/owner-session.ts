// A connection with the owner's rights to a database in which Herald's role makes whatever it likes: nothing of that may be run
// by asking a question. So names are looked up in PostgreSQL's own schema alone, and what is ours is named with its schema.
import pg from "pg";
import { z } from "zod";

import { StartError } from "@/lib/errors";

export interface OwnerSession {
  client: pg.Client;
  /** The schema that everything is in, as an identifier. */
  place: string;
  /** Where names would be looked up otherwise, for SQL that was written for it. */
  searchPath: string;
}

const pathSchema = z.tuple([z.object({ search_path: z.string() })]);
const placeSchema = z.tuple([z.object({ place: z.string() })]);

/** Throws StartError when the server cannot be reached. */
export async function openOwnerSession(databaseUrl: string): Promise<OwnerSession> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await connect(client);
  try {
    const [{ search_path: searchPath }] = pathSchema.parse((await client.query("SHOW search_path")).rows);
    const [{ place }] = placeSchema.parse((await client.query("SELECT current_schema() AS place")).rows);
    await client.query("SET search_path = pg_catalog");
    return { client, place: pg.escapeIdentifier(place), searchPath };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const code = (error as { code?: string }).code ?? "no answer";
    const place = `${client.host}:${client.port}`;
    throw new StartError(`The database at ${place} cannot be reached (${code}): check DATABASE_URL.`, { cause: error });
  }
}
