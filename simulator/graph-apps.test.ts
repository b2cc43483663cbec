// Installing through Graph: the catalog, one person, a team, a batch, the chat that comes of it, and every way to fail.
import { expect, test } from "vitest";

import type { SettingsChange } from "./settings";
import { cardActivity, startTestingBot, withSimulator } from "./testing-bot";
import { type GraphCaller, openGraph } from "./testing-graph";

const CATALOG = "33333333-3333-4333-8333-333333333333";
const bind = (id: string) => ({ "teamsApp@odata.bind": `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${id}` });
const install = (call: GraphCaller, user: string) => call("POST", `users/${user}/teamwork/installedApps`, bind(CATALOG));

test("the app is found by the id in its manifest, and not at all before it is uploaded", async () => {
  await withSimulator({ settings: { appExternalId: "manifest-id" } }, async (simulator) => {
    const call = await openGraph(simulator);
    const find = async (id: string) => {
      return (await call("GET", `appCatalogs/teamsApps?$filter=externalId eq '${id}'`)).body.value;
    };
    const app = { id: CATALOG, externalId: "manifest-id", distributionMethod: "organization" };
    expect(await find("manifest-id")).toMatchObject([app]);
    expect(await find("another")).toEqual([]);
    simulator.changeSettings({ appInCatalog: false });
    expect(await find("manifest-id")).toEqual([]);
    expect((await install(call, simulator.people[0]?.objectId ?? "")).status).toBe(404);
  });
});

test.each(["thread", "conversation"] as const)("an installation's chat takes messages by its %s id", async (graphChatId) => {
  await withSimulator({ settings: { limits: false, graphChatId } }, async (simulator, connector) => {
    const call = await openGraph(simulator);
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    expect(await install(call, person.objectId)).toMatchObject({ status: 201, body: {} });
    expect(await install(call, person.userPrincipalName)).toMatchObject({ status: 409, body: { error: { code: "Conflict" } } });
    const installs = `users/${person.objectId}/teamwork/installedApps`;
    const listed = await call("GET", `${installs}?$expand=teamsApp&$filter=teamsApp/id eq '${CATALOG}'`);
    const [found] = listed.body.value as { id: string; teamsApp: object }[];
    expect(found).toMatchObject({ teamsApp: { id: CATALOG } });
    const chat = await call("GET", `${installs}/${encodeURIComponent(found?.id ?? "")}/chat`);
    expect(chat.body).toMatchObject({ chatType: "oneOnOne", tenantId: simulator.tenant.id });
    const conversation = encodeURIComponent(String(chat.body.id));
    const posted = await connector("POST", `v3/conversations/${conversation}/activities`, cardActivity("Welcome"));
    expect(posted.status).toBe(201);
    expect(simulator.received(person.objectId)).toMatchObject([{ summary: "Welcome" }]);
    expect((await call("DELETE", `${installs}/${found?.id}`)).status).toBe(204);
    expect(person.status).toBe("REMOVED");
    expect((await call("GET", installs)).body.value).toEqual([]);
  });
});

test.each([
  { graphInstallEvent: "before", heardAtTheAnswer: 2, heardAtTheEnd: 2 },
  { graphInstallEvent: "after", heardAtTheAnswer: 0, heardAtTheEnd: 2 },
  { graphInstallEvent: "never", heardAtTheAnswer: 0, heardAtTheEnd: 0 },
] as const)("the bot hears of an installation $graphInstallEvent", async (row) => {
  const { graphInstallEvent, heardAtTheAnswer, heardAtTheEnd } = row;
  const bot = await startTestingBot();
  const settings: SettingsChange = { bot: bot.url, graphInstallEvent, graphInstallEventDelayMs: 100 };
  await withSimulator({ settings }, async (simulator) => {
    const [person] = simulator.people;
    expect((await install(await openGraph(simulator), person?.objectId ?? "")).status).toBe(201);
    expect(bot.heard).toHaveLength(heardAtTheAnswer);
    await simulator.graphInstalls.told();
    expect(bot.heard).toHaveLength(heardAtTheEnd);
    if (heardAtTheEnd === 0) return;
    expect(bot.heard[1]).toMatchObject({ type: "installationUpdate", action: "add", from: { aadObjectId: person?.objectId } });
  });
  await bot.close();
});

test("an installation in a team tells the bot its team", async () => {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url } }, async (simulator) => {
    const call = await openGraph(simulator);
    const [team] = simulator.teams;
    const path = `teams/${team?.aadGroupId}/installedApps`;
    expect((await call("POST", path, bind(CATALOG))).status).toBe(201);
    expect((await call("POST", path, bind(CATALOG))).status).toBe(409);
    expect((await call("GET", path)).body.value).toHaveLength(1);
    await simulator.graphInstalls.told();
    expect(bot.heard[0]).toMatchObject({ type: "conversationUpdate", channelData: { team: { id: team?.id } } });
    expect((await call("POST", "teams/none/installedApps", bind(CATALOG))).status).toBe(404);
    expect(simulator.counts().graph).toMatchObject({ installedTeams: 1, installedPeople: 0 });
  });
  await bot.close();
});

test.each([
  { failure: "POLICY", status: 403, words: /blocked by app permission policy/ },
  { failure: "LICENSE", status: 403, words: /license/ },
  { failure: "CONSENT", status: 403, words: /Missing role permissions/ },
  { failure: "UNKNOWN_USER", status: 404, words: /User not found/ },
  { failure: "NOT_IN_CATALOG", status: 404, words: /catalog/ },
  { failure: "SERVER_ERROR", status: 502, words: /backend/ },
] as const)("on demand an installation fails for $failure", async ({ failure, status, words }) => {
  await withSimulator({}, async (simulator) => {
    const call = await openGraph(simulator);
    const [unlucky, lucky] = simulator.people;
    simulator.setFaults([{ kind: "status", failure, match: { personIds: [unlucky?.objectId ?? ""] }, times: 1 }]);
    const refused = await install(call, unlucky?.objectId ?? "");
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toMatch(words);
    expect((await install(call, lucky?.objectId ?? "")).status).toBe(201);
    expect((await install(call, unlucky?.objectId ?? "")).status).toBe(201);
  });
});

test("an app with resource-specific permissions is installed by who may consent to exactly these", async () => {
  const wanted = "ChatMessageReadReceipt.Read.Chat";
  await withSimulator({ settings: { appResourcePermissions: [wanted] } }, async (simulator) => {
    const path = `users/${simulator.people[0]?.objectId}/teamwork/installedApps`;
    const consent = (permissionValue: string) => ({
      ...bind(CATALOG),
      consentedPermissionSet: { resourceSpecificPermissions: [{ permissionValue, permissionType: "application" }] },
    });
    const plain = await openGraph(simulator);
    expect((await plain("POST", path, consent(wanted))).status).toBe(403);
    simulator.changeSettings({ graphRoles: ["TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All"] });
    const consenting = await openGraph(simulator);
    expect((await consenting("POST", path, bind(CATALOG))).status).toBe(400);
    expect((await consenting("POST", path, consent("Another.Permission"))).status).toBe(400);
    expect((await consenting("POST", path, consent(wanted))).status).toBe(201);
  });
});

test("who has no licence, is blocked by policy or has left cannot be given the app", async () => {
  await withSimulator({}, async (simulator) => {
    const call = await openGraph(simulator);
    const [unlicensed, blocked, gone] = simulator.people;
    if (!unlicensed || !blocked || !gone) throw new Error("nobody");
    simulator.tenant.directory.changePerson(unlicensed, { licence: "WITHOUT_TEAMS" });
    simulator.tenant.directory.changePerson(blocked, { isAppBlocked: true });
    simulator.tenant.directory.deletePerson(gone);
    const answers = await Promise.all([unlicensed, blocked, gone].map(({ objectId }) => install(call, objectId)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect(simulator.counts().graph.installedPeople).toBe(0);
  });
});

test("a batch answers each of its parts, in an order of its own, and takes no more than twenty", async () => {
  await withSimulator({ people: 20 }, async (simulator) => {
    const call = await openGraph(simulator);
    const headers = { "Content-Type": "application/json" };
    const part = (id: number, user: string) => {
      return { id: String(id), method: "POST", url: `/users/${user}/teamwork/installedApps`, headers, body: bind(CATALOG) };
    };
    const requests = simulator.people.slice(0, 18).map((person, at) => part(at, person.objectId));
    const more = [part(18, "nobody"), { ...part(19, simulator.people[18]?.objectId ?? ""), dependsOn: ["18"] }];
    const { status, body } = await call("POST", "$batch", { requests: [...requests, ...more] });
    expect(status).toBe(200);
    const responses = body.responses as { id: string; status: number; body?: object }[];
    expect(responses.map(({ id }) => id).sort()).toEqual([...requests, ...more].map(({ id }) => id).sort());
    expect(responses[0]?.id).not.toBe("0");
    const statusOf = (id: string) => responses.find((response) => response.id === id)?.status;
    expect([statusOf("0"), statusOf("18"), statusOf("19")]).toEqual([201, 404, 424]);
    expect(simulator.counts().graph.installedPeople).toBe(18);
    const tooMany = await call("POST", "$batch", { requests: [...requests, ...more, part(20, "nobody")] });
    expect(tooMany).toMatchObject({ status: 400, body: { error: { code: "BadRequest" } } });
  });
});

test.each([
  { graphRetryAfter: "seconds", header: "1" },
  { graphRetryAfter: "none", header: undefined },
] as const)("beyond the rate each part of a batch gets its own 429, Retry-After: $graphRetryAfter", async (row) => {
  const { graphRetryAfter, header } = row;
  await withSimulator({ settings: { graphInstallsPerSecond: 2, graphRetryAfter } }, async (simulator) => {
    const call = await openGraph(simulator);
    const requests = simulator.people.slice(0, 5).map((person, id) => {
      return { id: String(id), method: "POST", url: `/users/${person.objectId}/teamwork/installedApps`, body: bind(CATALOG) };
    });
    const { status, body } = await call("POST", "$batch", { requests });
    expect(status).toBe(200);
    const responses = body.responses as { status: number; headers: Record<string, string> }[];
    const refused = responses.filter((response) => response.status === 429);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.headers["Retry-After"]).toBe(header);
    expect(simulator.counts().graph).toMatchObject({ refused429: 3, installedPeople: 2 });
    simulator.changeSettings({ limits: false });
    expect((await install(call, simulator.people[4]?.objectId ?? "")).status).toBe(201);
  });
});

test("the directory counts in units: what costs more is refused sooner", async () => {
  await withSimulator({ settings: { graphUnitsPerTenSeconds: 10 } }, async (simulator) => {
    const call = await openGraph(simulator);
    const group = simulator.tenant.directory.groups()[0]?.id ?? "";
    const statuses: number[] = [];
    for (const _ of [1, 2, 3]) statuses.push((await call("GET", `groups/${group}/transitiveMembers`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
