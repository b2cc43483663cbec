// The simulated Connector keeps, replaces, removes and refuses messages with Teams' own statuses and codes.
import { expect, test } from "vitest";

import { cardActivity, withSimulator } from "./testing-bot";

const MESSAGE = { type: "message", text: "hello" };
const OFF = { settings: { limits: false } };

test("creating the chat with a person again returns the same chat", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    const body = { isGroup: false, bot: { id: simulator.tenant.botId }, members: [{ id: person.teamsUserId }] };
    const first = await call("POST", "v3/conversations", body);
    const byObjectId = await call("POST", "v3/conversations", { ...body, members: [{ id: person.objectId }] });
    expect(first).toMatchObject({ status: 201, body: { id: person.conversationId } });
    expect(byObjectId.body).toEqual(first.body);
  });
});

test("what is posted is accepted and forgotten when a measurement says so", async () => {
  await withSimulator({ settings: { limits: false, keepMessages: false } }, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    const chat = `v3/conversations/${encodeURIComponent(person.conversationId)}/activities`;
    const { status, body } = await call("POST", chat, cardActivity("Canteen moves"));
    expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(String) as string } });
    expect(simulator.received(person.objectId)).toEqual([]);
    expect(simulator.tenant.chats.get(person.conversationId)?.accepted).toBe(1);
  });
});

test("what is posted is kept exactly, replaced by PUT and removed by DELETE", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    const chat = `v3/conversations/${encodeURIComponent(person.conversationId)}/activities`;
    const { body, status } = await call("POST", chat, cardActivity("Canteen moves"));
    const { id } = body as { id: string };
    expect(status).toBe(201);
    const [kept] = simulator.received(person.objectId);
    expect(kept).toMatchObject({ activityId: id, summary: "Canteen moves", edited: false, deleted: false });
    expect(kept?.card).toMatchObject({ body: [{ text: "Canteen moves" }] });

    expect(await call("PUT", `${chat}/${id}`, cardActivity("Canteen stays"))).toMatchObject({ status: 200 });
    expect(simulator.received(person.objectId)).toMatchObject([{ summary: "Canteen stays", edited: true }]);
    expect((await call("DELETE", `${chat}/${id}`)).status).toBe(200);
    expect(simulator.received(person.objectId)).toMatchObject([{ deleted: true }]);
    expect((await call("DELETE", `${chat}/${id}`)).status).toBe(404);
    expect((await call("POST", `${chat}/${id}`, cardActivity("As a reply"))).status).toBe(201);
  });
});

test.each([
  { status: "NOT_INSTALLED", code: "BotNotInConversationRoster" },
  { status: "REMOVED", code: "BotNotInConversationRoster" },
  { status: "BLOCKED", code: "ConversationBlockedByUser" },
] as const)("a person who is $status refuses with 403 $code", async ({ status, code }) => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = status;
    const answer = await call("POST", `v3/conversations/${person.conversationId}/activities`, cardActivity("x"));
    expect(answer).toMatchObject({ status: 403, body: { error: { code } } });
    expect(simulator.counts().accepted.total).toBe(0);
  });
});

test("after an uninstall Teams may go on accepting what nobody sees", async () => {
  await withSimulator({ settings: { limits: false, afterUninstall: "accept" } }, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "REMOVED";
    const answer = await call("POST", `v3/conversations/${person.conversationId}/activities`, cardActivity("x"));
    expect(answer.status).toBe(201);
    expect(simulator.received(person.objectId)).toEqual([]);
    expect(simulator.counts().accepted).toMatchObject({ total: 1, unseen: 1 });
  });
});

test.each([
  { path: "v3/conversations/a:1nobody/activities", body: MESSAGE, status: 404, code: "ConversationNotFound" },
  { path: "v3/conversations/nonsense/activities", body: MESSAGE, status: 400, code: "BadSyntax" },
  { path: "v3/conversations", body: { members: [{ id: "29:nobody" }] }, status: 404, code: "NotFound" },
  { path: "v3/conversations", body: "{broken", status: 400, code: "BadSyntax" },
  { path: "v2/conversations", body: {}, status: 404, code: "NotFound" },
])("POST $path with $body answers $status $code", async ({ path, body, status, code }) => {
  await withSimulator(OFF, async (_simulator, call) => {
    expect(await call("POST", path, body)).toMatchObject({ status, body: { error: { code } } });
  });
});

test("an activity beyond the limit gets 413, base64 images apart", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    const chat = `v3/conversations/${person.conversationId}/activities`;
    const big = await call("POST", chat, cardActivity("x".repeat(60_000)));
    expect(big).toMatchObject({ status: 413, body: { error: { code: "MessageSizeTooBig" } } });
    const picture = await call("POST", chat, cardActivity(`data:image/png;base64,${"A".repeat(200_000)}`));
    expect(picture.status).toBe(201);
  });
});

test("text beside a card is split into two messages and no id comes back", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    const both = { ...cardActivity("Card"), text: "Words" };
    const answer = await call("POST", `v3/conversations/${person.conversationId}/activities`, both);
    expect(answer).toMatchObject({ status: 201, body: {} });
    expect(simulator.received(person.objectId)).toHaveLength(2);
  });
});

test("a member of a team with the bot can be written to without installing it", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [person, installer] = simulator.people;
    const [team] = simulator.teams;
    if (!person || !installer || !team) throw new Error("nobody");
    const create = { members: [{ id: person.teamsUserId }] };
    expect(await call("POST", "v3/conversations", create)).toMatchObject({
      status: 403, body: { error: { code: "ForbiddenOperationException" } },
    });
    await simulator.teamDeeds.install(team, installer);
    expect(await call("POST", "v3/conversations", create)).toMatchObject({ status: 201 });
  });
});

test("the roster of a large team comes in pages that together are everybody once", async () => {
  await withSimulator({ ...OFF, people: 120 }, async (simulator, call) => {
    const [team] = simulator.teams;
    const [installer] = simulator.people;
    if (!team || !installer) throw new Error("no team");
    await simulator.teamDeeds.install(team, installer);
    const ids: string[] = [];
    let token = "";
    for (let pages = 0; pages === 0 || token; pages += 1) {
      const roster = `v3/conversations/${encodeURIComponent(team.id)}/pagedmembers`;
      const { body } = await call("GET", `${roster}?pageSize=50&continuationToken=${token}`);
      const page = body as { members: { aadObjectId: string }[]; continuationToken?: string };
      ids.push(...page.members.map((member) => member.aadObjectId));
      token = page.continuationToken ?? "";
    }
    expect(ids).toEqual([...team.memberIds]);
  });
});

test("a post in a channel opens a thread, and the channels of the team can be listed", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    const [team] = simulator.teams;
    const [installer] = simulator.people;
    const channel = team?.channels[1];
    if (!team || !installer || !channel) throw new Error("no team");
    await simulator.teamDeeds.install(team, installer);
    const body = { isGroup: true, channelData: { channel: { id: channel.id } }, activity: cardActivity("Post") };
    const { body: created } = await call("POST", "v3/conversations", body);
    const { id, activityId } = created as { id: string; activityId: string };
    expect(id).toBe(`${channel.id};messageid=${activityId}`);
    expect(simulator.counts().posts.total).toBe(1);
    const listed = await call("GET", `v3/teams/${encodeURIComponent(team.id)}/conversations`);
    expect(listed.body).toMatchObject({ conversations: [{ id: team.id }, { id: channel.id, name: channel.name }, {}] });
  });
});

test("with tokens required, only a token of ours that still holds opens the Connector", async () => {
  const settings = { limits: false, requireToken: true, clientId: "app", clientSecret: "secret" };
  await withSimulator({ settings }, async (simulator, call) => {
    const ask = async (secret: string): Promise<Response> => {
      const form = { grant_type: "client_credentials", client_id: "app", client_secret: secret, scope: "x/.default" };
      return fetch(`${simulator.url}/tenant/oauth2/v2.0/token`, { method: "POST", body: new URLSearchParams(form) });
    };
    expect((await ask("wrong")).status).toBe(401);
    const granted = (await (await ask("secret")).json()) as { access_token: string; expires_in: number };
    const token = granted.access_token;
    expect(granted.expires_in).toBe(3600);
    const list = (authorization: string): Promise<{ status: number }> =>
      call("GET", "v3/teams/none", undefined, { authorization });
    expect((await list("Bearer made-up")).status).toBe(401);
    expect((await list(`Bearer ${token}`)).status).toBe(404);
    simulator.tenant.tokens.invalidateAll();
    expect((await list(`Bearer ${token}`)).status).toBe(401);
  });
});

test("the same card twice to one person counts as a duplicate", async () => {
  await withSimulator(OFF, async (simulator, call) => {
    for (const person of simulator.people) {
      person.status = "INSTALLED";
      await call("POST", `v3/conversations/${person.conversationId}/activities`, cardActivity("Once"));
    }
    const [person] = simulator.people;
    await call("POST", `v3/conversations/${person?.conversationId}/activities`, cardActivity("Once"));
    expect(simulator.counts().accepted).toMatchObject({ total: 9, people: 8, min: 1, max: 2, duplicates: 1 });
  });
});
