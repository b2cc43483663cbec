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

test("a page that breaks tells its number to browser and log, and nothing else", async ({ page, herald, signInAs }) => {
  await signInAs("author");
  // What the web framework prints while it starts is text.
  const startedWith = herald.readLog().length;
  await poisonPeople(herald.ownerUrl);
  await page.goto(`/topics?q=${CANARY}-asked`);
  const words = await page.getByRole("main").or(page.locator("body")).first().innerText();
  const html = await page.content();
  const answer = await page.request.get("/api/me");
  expect(answer.status()).toBe(500);
  const lines = herald.readLog().slice(startedWith).split("\n").filter((line) => line !== "");
  const broke = lines.map((line) => JSON.parse(line) as { msg: string; requestId?: string })
    .filter(({ msg }) => msg === "page.broke" || msg === "api.broke");
  const ids = broke.filter(({ msg }) => msg === "page.broke").map(({ requestId }) => requestId ?? "");
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.some((id) => words.includes(id)), `${words} shows one of ${ids.join(", ")}`).toBe(true);
  expect(await answer.text()).toContain(broke.find(({ msg }) => msg === "api.broke")?.requestId);
  for (const text of [html.replaceAll(`${CANARY}-asked`, ""), await answer.text(), lines.join("\n")]) {
    expect(text).not.toContain(CANARY);
    expect(text).not.toMatch(/\bat .*\.js:\d+/);
  }
});
