// What makes a guarded journey worth more than one in practice: every way around the gate and the sign-in is shut. Without
// this, a switch that turned nothing on would go unnoticed.
import * as activities from "@/simulator/activities";

import { ApiClient } from "./api-client";
import { expect, test } from "./fixtures";
import { personAt } from "./pages/teams";
import { personaOf } from "./session";

// As the main job, so that both share one Herald.
test.use({ people: 250 });

test("the bot lets in what Teams has signed, and nothing else", async ({ herald, simulator }) => {
  const activity = activities.installationUpdate(simulator.tenant, personAt(simulator, 9), "add");
  const post = (authorization: string | undefined) => fetch(`${herald.url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
    body: JSON.stringify(activity),
  });
  const token = await simulator.bot.authorize?.(activity);
  expect((await post(undefined)).status).toBe(401);
  expect((await post(`Bearer ${token?.slice(0, -20)}`)).status).toBe(401);
  expect((await post(`Bearer ${token}`)).status).toBe(200);
});

test("Teams takes nothing from a bot without a token", async ({ simulator }) => {
  const asked = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  expect((await fetch(`${simulator.serviceUrl}v3/conversations`, asked)).status).toBe(401);
});

test("nobody comes in as a persona", async ({ page, herald }) => {
  const stranger = new ApiClient(herald.url, { "sec-fetch-site": "same-origin" });
  const { objectId, displayName } = personaOf("admin");
  expect(await stranger.refused("POST", "sign-in/practice", { body: { objectId } })).toMatchObject({ status: 404 });
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in with" })).toBeVisible();
  await expect(page.getByRole("button", { name: displayName })).toHaveCount(0);
});
