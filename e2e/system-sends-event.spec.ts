// Another system reports an incident with its API key, as the console's own example says; people read it in Teams, and an
// author sees in the log what came and what became of it.
import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient, makeApiKey } from "./api-client";
import { NOTIFICATION } from "./example-messages";
import { expect, test } from "./fixtures";
import { ask } from "./pages/ask";
import { readLedger } from "./pages/report";
import { openTeams, personAt } from "./pages/teams";

const MESSAGE = {
  ...NOTIFICATION,
  title: "{{event.service|A service}} is {{event.state}}",
  actor: "",
  affected: "",
  buttons: [{ title: "Ticket {{event.ticket}}", url: "https://tickets.example/t/{{event.ticket}}" }],
};

test("an event becomes a broadcast once, and the log says so", async ({ page, herald, simulator, signInAs }) => {
  await signInAs("author");
  await ask(page, "POST", "templates", { name: "Mail incident", message: MESSAGE });
  const person = personAt(simulator, 7);
  const key = makeApiKey(herald.env, "monitoring", "author");
  const api = ApiClient.withKey(herald.url, key);

  const body = {
    template: "Mail incident", topic: "company-news", system: "Watchtower", actor: "Probe *7*", affected: "Mail",
    variables: { state: "down", ticket: "INC 4711" }, people: [person.objectId],
  };
  const tried = await api.expect(200, SCHEMAS.EventDryRun, "POST", "events", { body: { ...body, dryRun: true } });
  expect(tried).toMatchObject({ issues: [], text: "A service is down", estimate: { total: 1 } });

  const headers = { "Idempotency-Key": "incident-4711" };
  const wrong = { ...body, variables: { state: "down" } };
  const refusal = await api.refused("POST", "events", { body: wrong, headers });
  expect(refusal).toMatchObject({ status: 422, paths: ["variables.ticket"] });
  expect(await api.refused("POST", "events", { body })).toMatchObject({ status: 400, paths: ["Idempotency-Key"] });

  const first = await api.expect(202, SCHEMAS.EventAnswer, "POST", "events", { body, headers });
  const again = await api.expect(202, SCHEMAS.EventAnswer, "POST", "events", { body, headers });
  expect(again).toEqual(first);
  expect(first.statusUrl).toBe(`${herald.url}/api/broadcasts/${first.broadcastId}`);
  expect(await api.refused("POST", "events", { body: wrong, headers })).toMatchObject({ status: 409 });
  const finished = await api.finished(first.broadcastId);
  expect(finished).toMatchObject({ counts: { total: 1, sent: 1 }, origin: { kind: "EVENT", system: "Watchtower" } });

  await page.getByRole("link", { name: "Events" }).click();
  const rows = page.getByRole("table", { name: "Events" }).getByRole("row");
  const sent = rows.filter({ hasText: "Became a broadcast" });
  await expect(sent).toHaveCount(1);
  await expect(sent).toContainText("Watchtower");
  await expect(sent).toContainText("with the key monitoring");
  await expect(sent).toContainText("company-news");
  await expect(rows.filter({ hasText: "Watchtower" }).filter({ hasText: "Tried out" })).toHaveCount(1);
  await page.getByRole("link", { name: "Refused" }).click();
  await expect(rows.filter({ hasText: "variables.ticket: The template needs this" })).toHaveCount(1);
  await expect(sent).toHaveCount(0);
  await page.getByRole("searchbox", { name: /Search by system/ }).fill("no such system");
  await expect(page.getByText("No event matches.")).toBeVisible();

  await page.goto("/events");
  await page.getByRole("link", { name: "Open the report" }).click();
  await expect(page.getByRole("definition").filter({ hasText: "monitoring for Watchtower" })).toBeVisible();
  expect((await readLedger(page)).Sent).toBe(1);

  await openTeams(page, simulator, person);
  await expect(page.getByText("A service is down").first()).toBeVisible();
  await expect(page.getByText("Probe *7*").first()).toBeVisible();
});
