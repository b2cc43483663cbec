// Somebody looks for who did what: by kind of actor and by words, and takes it away as a file.
import { readFileSync } from "node:fs";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";

test.use({ people: 4 });

test("the audit is narrowed to who and what, and downloaded as it is shown", async ({ page, herald, signInAs }) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "=SUM(A1) ticket desk", "author"));
  const draft = await api.draft(completeDraft({ title: "For the audit" }));
  await api.send("DELETE", `broadcasts/${draft.id}`);
  await signInAs("viewer");
  await page.goto("/audit");
  const rows = page.getByRole("table", { name: "Audit" }).getByRole("row");
  await page.getByRole("link", { name: "API key", exact: true }).click();
  await expect(page).toHaveURL(/actorKind=API_KEY/);
  await expect(rows.filter({ hasText: "Herald itself" })).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Find a person, a command or an id" }).fill("delete draft");
  await expect(rows.filter({ hasText: "Wrote a draft" })).toHaveCount(0);
  await expect(rows.filter({ hasText: "Deleted a draft" })).toHaveCount(1);

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as CSV" }).click();
  const file = readFileSync(await (await downloading).path(), "utf8");
  const lines = file.trim().split("\n");
  expect(lines[0]).toContain("at,actorKind,actorName,command,targetKind,targetId,detail");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`delete-draft,broadcast,${draft.id}`);
  expect(lines[1]).toContain("'=SUM(A1) ticket desk");
});

