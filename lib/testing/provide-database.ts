// What both sides of a test run need to know about its databases: the run that starts the server, outside the test
// workers, and the test files inside them. Hence nothing of vitest's run time is imported here.
import pg from "pg";

declare module "vitest" {
  interface ProvidedContext {
    /** The server's own database, from which others are created. */
    adminUrl: string;
    /** A database with all migrations and no rows, that nobody may be connected to. */
    templateName: string;
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

export async function runAsAdmin(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
