// What the simulator says is held against Microsoft's own descriptions of it, as far as packages carry them: the
// Connector's answers and the bot's activities against the mappers of the Bot Framework's client. Graph's answers are
// held against Microsoft's published types by the compiler (`satisfies` in graph-views.ts and graph-apps.ts).
import * as connectorMappers from "botframework-connector/lib/connectorApi/models/mappers.js";
import * as teamsMappers from "botframework-connector/lib/teams/models/mappers.js";
import { expect, test } from "vitest";

import { cardActivity, startTestingBot, withSimulator } from "./testing-bot";

type Type = {
  name: string;
  className?: string;
  element?: { type: Type };
  modelProperties?: Record<string, Property>;
  additionalProperties?: unknown;
};
type Property = { type: Type; required?: boolean };

const mappers = { ...teamsMappers, ...connectorMappers } as unknown as Record<string, { type: Type } | undefined>;

/** Everything in which a value differs from what the mapper describes: `path: what`. */
function differences(value: unknown, type: Type, path = ""): string[] {
  switch (type.name) {
    case "String":
      return typeof value === "string" ? [] : [`${path}: not a string`];
    case "Number":
      return typeof value === "number" ? [] : [`${path}: not a number`];
    case "Boolean":
      return typeof value === "boolean" ? [] : [`${path}: not a boolean`];
    case "DateTime":
      return typeof value === "string" && !Number.isNaN(Date.parse(value)) ? [] : [`${path}: not a time`];
    case "Sequence":
      if (!Array.isArray(value)) return [`${path}: not a list`];
      return value.flatMap((item: unknown) => differences(item, type.element?.type ?? { name: "Object" }, `${path}[]`));
    case "Composite":
      return ofComposite(value, type, path);
    default:
      return [];
  }
}

function ofComposite(value: unknown, type: Type, path: string): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: not an object`];
  const described = type.modelProperties ? type : mappers[type.className ?? ""]?.type;
  const properties = described?.modelProperties ?? {};
  const missing = Object.entries(properties).filter(([name, { required }]) => required && !(name in value));
  return [
    ...missing.map(([name]) => `${path}.${name}: missing`),
    ...Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
      const property = properties[name];
      if (property) return differences(part, property.type, `${path}.${name}`);
      return type.additionalProperties ? [] : [`${path}.${name}: unknown`];
    }),
  ];
}

const differ = (value: unknown, className: string): string[] => {
  const type = mappers[className]?.type;
  if (!type) throw new Error(`There is no description of ${className}`);
  return [...new Set(differences(value, type))];
};

/** Seen on the wire or in Microsoft's documentation, and missing in the client's description of it. */
const BEYOND_MEMBERS = ["objectId: unknown", "aadObjectId: unknown"];

test("the Connector's answers are as the Bot Framework's client describes them", async () => {
  await withSimulator({ people: 60, settings: { limits: false } }, async (simulator, call) => {
    const [team] = simulator.teams;
    const [person] = simulator.people;
    if (!team || !person) throw new Error("nobody");
    await simulator.teamDeeds.install(team, person);
    const teamPath = encodeURIComponent(team.id);
    const roster = await call("GET", `v3/conversations/${teamPath}/pagedmembers?pageSize=50`);
    const { members, ...page } = roster.body as { members: unknown[] };
    expect(differ({ ...page, members: [] }, "PagedMembersResult")).toEqual([]);
    for (const member of members) {
      expect(differ(member, "TeamsChannelAccount").filter((line) => !BEYOND_MEMBERS.includes(line.slice(1)))).toEqual([]);
    }
    const details = await call("GET", `v3/teams/${teamPath}`);
    expect(differ(details.body, "TeamDetails")).toEqual([
      // Both are in botframework-schema's TeamDetails and in Microsoft's documentation of this call.
      ".tenantId: unknown", ".channelCount: unknown", ".memberCount: unknown",
    ]);
    const channels = await call("GET", `v3/teams/${teamPath}/conversations`);
    expect(differ(channels.body, "ConversationList")).toEqual([]);
    const chat = { members: [{ id: person.teamsUserId }], activity: cardActivity("x") };
    const created = await call("POST", "v3/conversations", chat);
    expect(differ(created.body, "ConversationResourceResponse")).toEqual([]);
    const post = { isGroup: true, channelData: { channel: { id: team.id } }, activity: cardActivity("Post") };
    expect(differ((await call("POST", "v3/conversations", post)).body, "ConversationResourceResponse")).toEqual([]);
    const posted = await call("POST", `v3/conversations/${teamPath}/activities`, cardActivity("Post"));
    expect(differ(posted.body, "ResourceResponse")).toEqual([]);
    expect(differ((await call("POST", "v3/conversations/19:none/activities", {})).body, "ErrorResponse")).toEqual([]);
  });
});

test("the bot's activities are as the Bot Framework describes an Activity of Teams", async () => {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url, limits: false } }, async (simulator, call) => {
    const { teamDeeds, groupChatDeeds, personDeeds, tenant } = simulator;
    const [person, other] = simulator.people;
    const [team] = simulator.teams;
    const [chat] = tenant.groupChats;
    if (!person || !other || !team || !chat) throw new Error("nobody");
    await personDeeds.install(person);
    const sent = await call("POST", `v3/conversations/${person.conversationId}/activities`, cardActivity("News", [
      { type: "Action.Execute", title: "Stop", verb: "stop" },
    ]));
    const { id: activityId } = sent.body as { id: string };
    await personDeeds.react(person, activityId, "like");
    await personDeeds.read(person);
    await simulator.click(person.objectId, { activityId, title: "Stop" });
    await personDeeds.say(person, "help");
    await teamDeeds.install(team, person);
    await teamDeeds.addMembers(team, person, [other]);
    await teamDeeds.rename(team, person, "Everybody");
    const { channel } = await teamDeeds.createChannel(team, person, "News");
    await teamDeeds.say(team, channel, person, "look", [other]);
    await groupChatDeeds.install(chat, person);
    await groupChatDeeds.say(chat, person, "look", [other]);
    await personDeeds.uninstall(person);
    expect(new Set(bot.heard.map(({ type }) => type))).toEqual(
      new Set(["conversationUpdate", "installationUpdate", "messageReaction", "event", "invoke", "message"]),
    );
    for (const activity of bot.heard) {
      expect(differ(activity, "Activity")).toEqual([]);
      expect(differ(activity.channelData, "TeamsChannelData")).toEqual([]);
    }
  });
  await bot.close();
});
