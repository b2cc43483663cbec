// A tenant of 5 000 people of whom 1 200 know the bot: what an estimate says of a group within groups, what is sent after
// installing the app, what the report sums up and what the simulated Teams counted are the same numbers.
import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";
import { startHerald } from "./start-herald";

// A whole Herald of its own starts within the test, and each wait below is longer than it ever took by a factor of several.
const PATIENCE_MS = 120_000;

test("estimate, install-then-send and report agree with what Teams counted", async ({ browser }) => {
  test.setTimeout(300_000);
  const herald = await startHerald({
    people: 5_000, installed: 1_200, groups: 300, directory: true,
    settings: { SEND_RATE_PER_SECOND: "1000" }, teams: { limits: false },
  });
  try {
    const { simulator } = herald;
    const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "whole-tenant", "admin"));
    const lastSync = async () => (await api.get("directory", SCHEMAS.Directory)).syncs[0]?.succeededAt;
    await expect.poll(lastSync, { timeout: PATIENCE_MS }).toBeTruthy();
    const { directory } = simulator.tenant;
    const group = directory.groups().find((one) => {
      const members = directory.transitiveMembers(one).length;
      return one.groupIds.size > 0 && members > 300 && members < 900;
    })!;
    const members = directory.transitiveMembers(group);
    const found = await api.get(`groups?q=${encodeURIComponent(group.displayName)}`, SCHEMAS.GroupPage);
    const { id: groupId } = found.items.find(({ objectId }) => objectId === group.id)!;
    await api.send("POST", `groups/${groupId}/read`);
    const read = async () => (await api.get(`groups/${groupId}`, SCHEMAS.Group)).members;
    await expect.poll(read, { timeout: PATIENCE_MS }).toBe(members.length);

    const audience = { kind: "ENTRA_GROUP", groupIds: [groupId] };
    const estimate = await api.expect(200, SCHEMAS.Estimate, "POST", "audiences/estimate", { body: { audience } });
    expect(estimate).toMatchObject({ total: members.length });

    const title = "For a group within groups";
    const { id } = await api.draft({ ...completeDraft({ title }), audience, onMissing: "INSTALL" });
    await api.tell(id, "send");
    const { counts } = await api.finished(id, PATIENCE_MS);
    const cardsOf = (objectId: string) => simulator.received(objectId).filter(({ summary }) => summary === title);
    const received = simulator.people.map(({ objectId }) => cardsOf(objectId).length);
    expect(counts.total).toBe(members.length);
    expect(counts.sent).toBe(estimate.net + estimate.needsInstall);
    expect(received.filter((n) => n === 1)).toHaveLength(counts.sent);
    expect(Math.max(...received)).toBe(1);

    const page = await browser.newPage();
    await page.goto(`${herald.url}/sign-in`);
    await page.getByRole("button", { name: /\badmin\b/i }).click();
    await expect(page).not.toHaveURL(/\/sign-in/);
    await page.goto(`${herald.url}/broadcasts/${id}`);
    await expect(page.getByText(counts.sent.toLocaleString("en")).first()).toBeVisible();
  } finally {
    await herald.stop();
  }
});
