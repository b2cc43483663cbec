// Above a number of people that an admin sets, an author types the number before anything is sent; the server asks for it too.
import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";
import { goToReview, writeNotification } from "./pages/composer";

test.use({ people: 30, expectedErrors: async ({}, use) => use([/status of 400.*\/api\/send-limits/]) });

test("an admin sets a limit, and an author types the number above it", async ({ page, herald, signInAs }) => {
  await signInAs("admin");
  await page.goto("/settings");
  const above = page.getByRole("textbox", { name: "Type the number of people above" });
  await expect(above).toHaveValue("1000");
  const card = page.getByRole("region", { name: "How broadcasts start" });
  await above.fill("many");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Enter a whole number.")).toBeVisible();
  await above.fill("20");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved: it holds from the next broadcast on.").first()).toBeVisible();

  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "hasty", "admin"));
  const { id } = await api.draft(completeDraft({ title: "By a hasty system" }));
  for (const verb of ["send", "submit"]) {
    const refused = await api.refused("POST", `broadcasts/${id}/${verb}`, { body: { confirmed: 5 } });
    expect(refused).toMatchObject({ status: 422, code: "NOT_CONFIRMED", paths: ["confirmed"] });
  }
  expect((await api.broadcast(id)).status).toBe("DRAFT");
  await api.tell(id, "send", { confirmed: 30 });

  await signInAs("author");
  await page.goto("/broadcasts/new");
  await writeNotification(page);
  await goToReview(page);
  await page.getByRole("button", { name: "Send to 30 people" }).click();
  const dialog = page.getByRole("alertdialog", { name: "30 people get this" });
  await dialog.getByRole("textbox", { name: "Type 30 to go on" }).fill("20");
  await dialog.getByRole("button", { name: "Send to 30 people" }).click();
  await expect(dialog.getByText("Type the number of people, or the title, exactly.")).toBeVisible();
  await dialog.getByRole("button", { name: "Go back" }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole("button", { name: "Send to 30 people" }).click();
  await dialog.getByRole("textbox", { name: "Type 30 to go on" }).fill("30");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/broadcasts\/[0-9a-f-]{36}$/);
  await api.finished(page.url().split("/").at(-1) ?? "");
});

test("an author who has sent enough for an hour is told so, and an admin as well", async ({ herald }) => {
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "eager", "admin"));
  const limits = { confirmAbove: null, broadcastsPerHour: 1 };
  await api.expect(200, SCHEMAS.SendLimits, "PUT", "send-limits", { body: limits });
  const first = await api.draft(completeDraft({ title: "First" }));
  const second = await api.draft(completeDraft({ title: "Second" }));
  await api.tell(first.id, "send");
  expect(await api.refused("POST", `broadcasts/${second.id}/send`)).toMatchObject({ status: 429, code: "TOO_MANY" });
  await api.expect(200, SCHEMAS.SendLimits, "PUT", "send-limits", { body: { ...limits, broadcastsPerHour: null } });
  await api.tell(second.id, "send");
});
