// An audience of several parts: what the builder says, what goes out, and what the report says are the same people.
import { expect, test } from "./fixtures";
import { addPart, directoryIsRead, estimated, installTeam, pick } from "./pages/audience";
import { CANTEEN_NEWS, chooseTopic, expectSaved, fillTexts, goToReview, send, startDraft } from "./pages/composer";
import { watchToTheEnd } from "./pages/report";

const A_SEARCH_BY_NAME = /\/api\/teams\?.*q=/;

test.use({ people: 120, installed: 60, directory: true });

test("a team and a department without a group get a message: as many as the estimate and the report say", async (
  { page, simulator, signInAs },
) => {
  const title = "For a team and a department";
  await signInAs("author");
  await directoryIsRead(page);
  const team = await installTeam(page, simulator, 1);
  const { directory } = simulator.tenant;
  const department = simulator.people.find((one) => one.department !== null && !team.memberIds.has(one.objectId))!.department!;
  const named = new Set(simulator.people
    .filter((one) => team.memberIds.has(one.objectId) || one.department === department)
    .map(({ objectId }) => objectId));
  const members = (group: ReturnType<typeof directory.groups>[number]): string[] => {
    return directory.transitiveMembers(group).map(({ objectId }) => objectId);
  };
  const group = directory.groups().find((one) => {
    const hit = members(one).filter((id) => named.has(id)).length;
    return hit > 0 && hit < named.size / 2;
  })!;
  const expected = [...named].filter((id) => !members(group).includes(id));

  await test.step("the audience is built of three parts", async () => {
    await startDraft(page);
    await chooseTopic(page);
    await fillTexts(page, { ...CANTEEN_NEWS, title });
    await page.getByRole("radio", { name: "Members of teams" }).check();
    await pick(page, page, "Find teams", team.name);
    await expect(page.getByText("1 team chosen")).toBeVisible();
    const filter = await addPart(page, "And also", "People who match");
    await pick(page, filter, "Department", department);
    const without = await addPart(page, "But not", "Directory groups");
    // While the exclusion names nobody, there is no audience, and nothing could be sent by mistake.
    await expect(page.getByText("Choose an audience to see how many people will get it.")).toBeVisible();
    await pick(page, without, "Find groups", group.displayName);
    await without.getByRole("button", { name: `Read members of ${group.displayName} now` }).click();
    await expect(without.getByText("as of")).toBeVisible();
  });

  await test.step("the estimate knows them", async () => {
    await expect(estimated(page, "In the audience")).toHaveText(String(expected.length));
    await expect(estimated(page, "Taken away by “but not”")).toHaveText(`−${named.size - expected.length}`);
  });

  await test.step("one person is asked for: taken away, and through which group", async () => {
    const [away] = simulator.people.filter((one) => named.has(one.objectId) && !expected.includes(one.objectId));
    await page.getByRole("combobox", { name: "Why is this person not included?" }).fill(away!.email);
    await page.getByRole("option", { name: away!.displayName }).first().click();
    await expect(page.getByText(`${away!.displayName} is named, and taken away again.`)).toBeVisible();
    await expect(page.getByText(`Taken away by: Directory groups (${group.displayName})`)).toBeVisible();
  });

  await test.step("the draft comes back as it was built", async () => {
    await expectSaved(page);
    await page.reload();
    const without = page.getByRole("group", { name: "But not: Directory groups" });
    await expect(without.getByText(group.displayName).first()).toBeVisible();
    await expect(page.getByRole("group", { name: "And also: People who match" }).getByText(department)).toBeVisible();
    await expect(page.getByText("1 team chosen")).toBeVisible();
  });

  await test.step("estimate, button and report say the same", async () => {
    const net = Number(await estimated(page, "Will get it").innerText());
    await goToReview(page);
    await expect(page.getByText(`members of ${team.name} and also people with Department ${department} but not the group`))
      .toBeVisible();
    await send(page, net);
    expect(await watchToTheEnd(page)).toMatchObject({ Sent: net, Skipped: expected.length - net, Audience: expected.length });
    await expect(page.getByText("The audience was exactly what the button said.")).toBeVisible();
    const got = simulator.people.filter(({ objectId }) => simulator.received(objectId).some(({ summary }) => summary === title));
    expect(got.length).toBe(net);
    for (const { objectId } of got) expect(expected).toContain(objectId);
  });
});

test("a post in a channel carries no opt-out button, and the composer says so", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  const team = await installTeam(page, simulator, 0);
  const channel = team.channels[1]!;
  await startDraft(page);
  await chooseTopic(page);
  const stop = page.getByRole("button", { name: "Stop “Company news”" });
  await expect(stop).toBeVisible();
  await page.getByRole("radio", { name: "Channels" }).check();
  await pick(page, page, "Find channels", `${team.name} › ${channel.name}`);
  await expect(page.getByText("1 channel chosen")).toBeVisible();
  await expect(page.getByText("Posts in channels and group chats carry no opt-out button.")).toBeVisible();
  await expect(page.getByRole("note").filter({ hasText: "without an opt-out button" })).toBeVisible();
  await expect(stop).toBeHidden();
  await expect(page.getByText("One of them is a post in a channel or group chat.")).toBeVisible();
});

test("what a search has found stays in its place while the next one is asked", async ({ page, simulator, signInAs }) => {
  // The list emptied 200 ms after the last key, and a press in that moment fell into nothing.
  await signInAs("author");
  const team = await installTeam(page, simulator, 0);
  await startDraft(page);
  await page.getByRole("radio", { name: "Channels" }).check();
  const option = page.getByRole("option", { name: `${team.name} › General` });
  const search = page.getByRole("combobox", { name: "Find channels" });
  await search.click();
  await expect(option).toBeVisible();
  const asked = page.waitForRequest(A_SEARCH_BY_NAME);
  // It is answered only when the page is left.
  await page.route(A_SEARCH_BY_NAME, () => undefined);
  await search.fill(team.name);
  await asked;
  await option.click();
  await expect(page.getByText("1 channel chosen")).toBeVisible();
});

test("a search with more matches than it shows asks for more of the name", async ({ page, simulator, signInAs }) => {
  await signInAs("author");
  const [person] = simulator.people;
  await page.goto("/audiences/new");
  await page.getByRole("radio", { name: "Chosen people" }).check();
  const search = page.getByRole("combobox", { name: "Find people" });
  const more = page.getByRole("option", { name: "More match: type more of the name." });
  await search.fill("a");
  await expect(more).toBeVisible();
  await expect(more).toBeDisabled();
  await expect(page.getByRole("option")).toHaveCount(9);
  await search.fill(person!.displayName);
  await expect(page.getByRole("option", { name: person!.displayName })).toBeVisible();
  await expect(more).toBeHidden();
});
