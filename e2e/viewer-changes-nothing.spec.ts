// A viewer sees everything and is offered nothing that changes anything.
import { expect, test } from "./fixtures";
import { makeDraft, sendToOne } from "./pages/ask";
import { field } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";
import { personAt } from "./pages/teams";

test("a viewer reads every page and finds no command on any", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  const draft = await makeDraft(page);
  const sent = await sendToOne(page, personAt(simulator, 3).displayName);
  await signInAs("viewer");

  await page.goto("/broadcasts");
  await expect(page.getByRole("table", { name: "Broadcasts" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("switch", { name: "Welcome newcomers" })).toBeDisabled();
  await expect(page.getByRole("link", { name: /New broadcast|Edit|Write the first/ })).toHaveCount(0);

  await page.goto(`/broadcasts/${sent}`);
  await watchToTheEnd(page);
  await expect(page.getByRole("button", { name: /Pause|Cancel|Duplicate|Retry|Delete/ })).toHaveCount(0);

  for (const address of ["/broadcasts/new", `/broadcasts/${draft}/edit`]) {
    await page.goto(address);
    await expect(page.getByText("writing takes the role of an author")).toBeVisible();
    await expect(field(page, "title")).toHaveCount(0);
  }
  await page.goto(`/broadcasts/${draft}/review`);
  await expect(page.getByRole("button", { name: /^Send/ })).toHaveCount(0);

  await page.goto("/topics");
  await expect(page.getByRole("table", { name: "Topics" }).getByRole("row").nth(1)).toBeVisible();
  await expect(page.getByRole("button", { name: /New topic|Edit|Delete/ })).toHaveCount(0);
  for (const place of ["recipients", "audit"]) {
    await page.goto(`/${place}`);
    await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
  }
});
