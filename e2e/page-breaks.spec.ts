// A page that breaks on the server shows a number and no story, and the log has the same number and no story either: not even
// what the database said, which quotes what it was asked.
import pg from "pg";

import { expect, test } from "./fixtures";

const CANARY = "canary-4719";

test.use({ people: 2, expectedErrors: async ({}, use) => use([/status of 500/, /React error #441/]) });

/** From now on, whoever reads the table of people is told the canary. */
async function poisonPeople(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE FUNCTION tell_canary() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${CANARY}'; END $$;
      ALTER TABLE people RENAME TO people_away;
      CREATE VIEW people AS SELECT * FROM people_away WHERE tell_canary();
      GRANT SELECT ON people TO PUBLIC`);
  } finally {
    await client.end();
  }
}

function linesSince(log: string): { msg: string; requestId?: string }[] {
  // The last one may be on its way.
  const lines = log.slice(0, log.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as { msg: string; requestId?: string });
}

test("a page that breaks tells its number to browser and log, and nothing else", async ({ page, herald, signInAs }) => {
  await signInAs("author");
  // What the web framework prints while it starts is text.
  const startedWith = herald.readLog().length;
  await poisonPeople(herald.ownerUrl);
  const idsOf = (msg: string): string[] => linesSince(herald.readLog().slice(startedWith))
    .flatMap((line) => (line.msg === msg && line.requestId !== undefined ? [line.requestId] : []));
  await page.goto(`/topics?q=${CANARY}-asked`);
  // Of the page's renderings, on the server and again in the browser, the last one is seen.
  const shown = async (): Promise<boolean> => {
    const words = await page.locator("body").innerText();
    return idsOf("page.broke").some((id) => words.includes(id));
  };
  await expect.poll(shown, "the page shows the number of a line in the log").toBe(true);
  const html = await page.content();
  const answer = await page.request.get("/api/me");
  expect(answer.status()).toBe(500);
  const text = await answer.text();
  // The page before this one may have asked too.
  expect(idsOf("api.broke").some((id) => text.includes(id)), text).toBe(true);
  const log = herald.readLog().slice(startedWith);
  for (const told of [html.replaceAll(`${CANARY}-asked`, ""), text, log]) {
    expect(told).not.toContain(CANARY);
    expect(told).not.toMatch(/\bat .*\.js:\d+/);
  }
});
