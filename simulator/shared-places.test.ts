// Teams, channels and group chats: what becomes of them reaches the bot with Teams' own events, and decides where it may
// write.
import { expect, test } from "vitest";

import type { Simulator } from "./simulator";
import { cardActivity, type ConnectorCaller, startTestingBot, type TestingBot, withSimulator } from "./testing-bot";

type Tools = { simulator: Simulator; call: ConnectorCaller; bot: TestingBot };

async function withBot(run: (tools: Tools) => Promise<void>): Promise<void> {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url, limits: false } }, (simulator, call) => run({ simulator, call, bot }));
  await bot.close();
}

const postTo = (call: ConnectorCaller, conversationId: string) =>
  call("POST", `v3/conversations/${encodeURIComponent(conversationId)}/activities`, cardActivity("News"));

test("what happens to a team is told with its event, in the conversation of the team", async () => {
  await withBot(async ({ simulator: { teamDeeds, teams, people }, bot }) => {
    const [team] = teams;
    const [owner] = people;
    if (!team || !owner) throw new Error("nobody");
    await teamDeeds.rename(team, owner, "Unheard");
    expect(bot.heard).toEqual([]);
    await teamDeeds.install(team, owner);
    bot.heard.length = 0;
    await teamDeeds.rename(team, owner, "Everybody");
    await teamDeeds.archive(team, owner);
    await teamDeeds.unarchive(team, owner);
    await teamDeeds.delete(team, owner);
    await teamDeeds.restore(team, owner);
    await teamDeeds.delete(team, owner, true);
    expect(bot.heard.map(({ channelData }) => (channelData as { eventType: string }).eventType)).toEqual([
      "teamRenamed", "teamArchived", "teamUnarchived", "teamDeleted", "teamRestored", "teamHardDeleted",
    ]);
    for (const activity of bot.heard) {
      expect(activity).toMatchObject({
        type: "conversationUpdate",
        conversation: { id: team.id, conversationType: "channel", isGroup: true },
        channelData: { team: { id: team.id, name: "Everybody" } },
      });
      expect(activity.channelData).not.toHaveProperty("channel");
    }
  });
});

test("what happens to a channel is told in the conversation of its team, of which only the id is said", async () => {
  await withBot(async ({ simulator: { teamDeeds, teams, people }, bot }) => {
    const [team] = teams;
    const [owner] = people;
    if (!team || !owner) throw new Error("nobody");
    await teamDeeds.install(team, owner);
    bot.heard.length = 0;
    const { channel } = await teamDeeds.createChannel(team, owner, "News");
    await teamDeeds.renameChannel(team, channel, owner, "Latest");
    await teamDeeds.deleteChannel(team, channel, owner);
    await teamDeeds.restoreChannel(team, channel, owner);
    expect(bot.heard.map(({ channelData }) => channelData)).toMatchObject([
      { eventType: "channelCreated", channel: { id: channel.id, name: "News" } },
      { eventType: "channelRenamed", channel: { id: channel.id, name: "Latest" } },
      { eventType: "channelDeleted", channel: { id: channel.id } },
      { eventType: "channelRestored", channel: { id: channel.id } },
    ]);
    for (const { channelData, conversation } of bot.heard) {
      expect(channelData).toMatchObject({ team: { id: team.id } });
      expect((channelData as { team: object }).team).not.toHaveProperty("name");
      expect(conversation).toMatchObject({ id: team.id });
    }
  });
});

test("an archived team takes no posts, a deleted channel or team is not found, and both come back", async () => {
  await withBot(async ({ simulator: { teamDeeds, teams, people }, call }) => {
    const [team] = teams;
    const [owner] = people;
    const channel = team?.channels[1];
    if (!team || !owner || !channel) throw new Error("nobody");
    const roster = `v3/conversations/${encodeURIComponent(team.id)}/pagedmembers`;
    await teamDeeds.install(team, owner);
    expect((await postTo(call, channel.id)).status).toBe(201);
    await teamDeeds.archive(team, owner);
    expect(await postTo(call, channel.id)).toMatchObject({ status: 403, body: { error: { code: "MessageWritesBlocked" } } });
    expect((await call("GET", roster)).status).toBe(200);
    await teamDeeds.unarchive(team, owner);
    await teamDeeds.deleteChannel(team, channel, owner);
    expect((await postTo(call, channel.id)).status).toBe(404);
    const listed = await call("GET", `v3/teams/${encodeURIComponent(team.id)}/conversations`);
    expect(JSON.stringify(listed.body)).not.toContain(channel.id);
    await teamDeeds.restoreChannel(team, channel, owner);
    await teamDeeds.delete(team, owner);
    for (const path of [roster, `v3/teams/${encodeURIComponent(team.id)}`]) expect((await call("GET", path)).status).toBe(404);
    await teamDeeds.restore(team, owner);
    expect((await postTo(call, channel.id)).status).toBe(201);
  });
});

test("a group chat tells the bot who is in it, and takes what the bot posts while it is in the chat", async () => {
  await withBot(async ({ simulator, call, bot }) => {
    const { groupChatDeeds, people, tenant } = simulator;
    const [by, other, late] = people;
    if (!by || !other || !late) throw new Error("nobody");
    const chat = groupChatDeeds.create("Summer party", [by, other]);
    expect(await postTo(call, chat.id)).toMatchObject({ status: 403, body: { error: { code: "BotNotInConversationRoster" } } });
    await groupChatDeeds.install(chat, by);
    const conversation = { id: chat.id, conversationType: "groupChat", isGroup: true, name: "Summer party" };
    expect(bot.heard).toMatchObject([
      { type: "conversationUpdate", membersAdded: [{ id: tenant.botId }], conversation, from: { aadObjectId: by.objectId } },
      { type: "installationUpdate", action: "add", conversation },
    ]);
    expect(bot.heard[0]?.channelData).toEqual({ tenant: { id: tenant.id } });
    expect((await postTo(call, chat.id)).status).toBe(201);
    const roster = await call("GET", `v3/conversations/${encodeURIComponent(chat.id)}/pagedmembers`);
    expect(roster.body).toMatchObject({ members: [{ aadObjectId: by.objectId }, { aadObjectId: other.objectId }] });
    await groupChatDeeds.addMembers(chat, by, [late]);
    await groupChatDeeds.removeMembers(chat, by, [other]);
    await groupChatDeeds.say(chat, by, "help", [late]);
    await groupChatDeeds.say(chat, by, "among us", [], false);
    await groupChatDeeds.uninstall(chat, by);
    expect(bot.heard.slice(2)).toMatchObject([
      { membersAdded: [{ aadObjectId: late.objectId }], conversation },
      { membersRemoved: [{ aadObjectId: other.objectId }], conversation },
      { type: "message", text: `<at>Herald</at> <at>${late.displayName}</at> help`, conversation },
      { membersRemoved: [{ id: tenant.botId }], conversation },
      { type: "installationUpdate", action: "remove", conversation },
    ]);
    expect((await postTo(call, chat.id)).status).toBe(403);
    expect(simulator.counts().posts).toEqual({ total: 1, duplicates: 0, channels: 0, groupChats: 1 });
  });
});

test("a channel and a group chat have their own limits, like any conversation", async () => {
  await withSimulator({ settings: { ratePerSecond: 1000, burst: 100 } }, async (simulator, call) => {
    const [by] = simulator.people;
    const [team] = simulator.teams;
    const [chat] = simulator.tenant.groupChats;
    if (!by || !team || !chat) throw new Error("nobody");
    await simulator.teamDeeds.install(team, by);
    await simulator.groupChatDeeds.install(chat, by);
    for (const id of [team.id, chat.id]) {
      const answers = await Promise.all(Array.from({ length: 9 }, () => postTo(call, id)));
      expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(1);
      expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(8);
    }
  });
});
