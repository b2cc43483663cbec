// The directory and the shared places through the control interface: changed by number, compared by count, read as CSV.
import { expect, test } from "vitest";

import type { Simulator } from "./simulator";
import { startTestingBot, withSimulator } from "./testing-bot";
import { openGraph, readAll } from "./testing-graph";

type Body = Record<string, unknown>;

async function control(
  simulator: Simulator, method: string, path: string, body?: unknown,
): Promise<{ status: number; body: Body }> {
  const headers = { "Content-Type": "application/json" };
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/control${path}`, init);
  return { status: response.status, body: (await response.json()) as Body };
}

test("a day in the organisation: people changed, added and deleted by number reach the next delta round", async () => {
  await withSimulator({ people: 300 }, async (simulator) => {
    const call = await openGraph(simulator);
    const first = await readAll(call, "users/delta");
    const changed = await control(simulator, "POST", "/directory/change", { count: 20 });
    const added = await control(simulator, "POST", "/directory/add", { count: 5 });
    const deleted = await control(simulator, "POST", "/directory/delete", { count: 3 });
    const ids = [changed, added, deleted].flatMap(({ body }) => body.personIds as string[]);
    const next = await readAll(call, first.deltaLink);
    expect(next.items.map(({ id }) => id).sort()).toEqual([...new Set(ids)].sort());
    const removed = next.items.filter((item) => "@removed" in item).map(({ id }) => id);
    expect(removed.sort()).toEqual((deleted.body.personIds as string[]).sort());
    const { body } = await control(simulator, "GET", "/directory");
    expect(body).toMatchObject({ people: { total: 302, deleted: 3 }, changes: 28 });
    expect((await control(simulator, "POST", "/directory/delete", { count: 10_000 })).status).toBe(400);
    await control(simulator, "POST", "/directory/resync", {});
    expect((await call("GET", next.deltaLink)).status).toBe(410);
  });
});

test("a tenant of a size has people of every account and groups of every kind", async () => {
  await withSimulator({ people: 2000, teams: 40, groups: 300, blockedShare: 0.01 }, async (simulator) => {
    const { body } = await control(simulator, "GET", "/directory");
    const { people, groups } = body as { people: Record<string, number>; groups: Record<string, unknown> };
    for (const kind of ["guests", "disabled", "unlicensed", "blocked"]) expect(people[kind]).toBeGreaterThan(5);
    expect(groups.total).toBe(300);
    expect(Math.min(...Object.values(groups.byKind as Record<string, number>))).toBeGreaterThan(20);
    expect(groups.dynamic).toBeGreaterThan(20);
    expect(groups.nesting).toBeGreaterThan(20);
    expect(simulator.teams).toHaveLength(40);
    expect(new Set(simulator.tenant.groups.map(({ displayName }) => displayName)).size).toBe(300);
  });
});

test("an account and the members of a group change as told", async () => {
  await withSimulator({}, async (simulator) => {
    const [person, inner] = simulator.people;
    const made = await control(simulator, "POST", "/groups", { name: "Atlas", personIds: [inner?.objectId] });
    const outer = await control(simulator, "POST", "/groups", { name: "Outer", kind: "DISTRIBUTION", groupIds: [made.body.id] });
    const idOf = (answer: { body: Body }): string => String(answer.body.id);
    expect((await control(simulator, "GET", `/groups/${idOf(outer)}`)).body).toMatchObject({ memberIds: [inner?.objectId] });
    await control(simulator, "POST", `/groups/${idOf(made)}/members`, { addIds: [person?.objectId], removeIds: [inner?.objectId] });
    expect((await control(simulator, "GET", `/groups/${idOf(outer)}`)).body).toMatchObject({ memberIds: [person?.objectId] });
    await control(simulator, "POST", `/groups/${idOf(made)}/members`, { addCount: 3 });
    expect((await control(simulator, "GET", `/groups/${idOf(outer)}`)).body.memberIds).toHaveLength(4);
    await control(simulator, "POST", `/groups/${idOf(made)}/delete`, {});
    expect((await control(simulator, "GET", `/groups/${idOf(made)}`)).status).toBe(404);
    await control(simulator, "POST", `/people/${person?.objectId}/account`, { accountEnabled: false, licence: "NONE" });
    const { body } = await (await openGraph(simulator))("GET", `users/${person?.objectId}?$select=accountEnabled,assignedPlans`);
    expect(body).toMatchObject({ accountEnabled: false, assignedPlans: [] });
  });
});

test("people come as CSV, as many rows as wanted, bad ones among them", async () => {
  await withSimulator({}, async (simulator) => {
    const read = async (query: string): Promise<string[]> => {
      const text = await (await fetch(`${simulator.url}/control/people.csv${query}`)).text();
      return text.split("\r\n").slice(0, -1);
    };
    const [person] = simulator.people;
    const all = await read("");
    expect(all).toHaveLength(9);
    expect(all.slice(0, 2)).toEqual(["id,userPrincipalName,mail", `${person?.objectId},${person?.userPrincipalName},${person?.email}`]);
    const large = await read("?columns=mail&separator=tab&header=false&rows=20000&badEvery=100");
    expect(large).toHaveLength(20_000);
    expect(large.filter((line) => line === "not an address")).toHaveLength(200);
    expect(large[99]).toBe("not an address");
    expect((await fetch(`${simulator.url}/control/people.csv?columns=shoeSize`)).status).toBe(400);
  });
});

test("teams and group chats are made, changed and read through the control interface", async () => {
  const bot = await startTestingBot();
  await withSimulator({ settings: { bot: bot.url } }, async (simulator) => {
    const [person, other] = simulator.people;
    const personIds = [person?.objectId, other?.objectId];
    const team = await control(simulator, "POST", "/teams", { name: "Night shift", personIds, channels: ["Handover"] });
    const teamPath = `/teams/${encodeURIComponent(String(team.body.id))}`;
    const channel = (team.body.channels as { id: string }[])[1]?.id ?? "";
    for (const verb of ["install", "archive", "unarchive", "delete", "restore"]) {
      expect(await control(simulator, "POST", `${teamPath}/${verb}`, {})).toEqual({ status: 200, body: { botStatus: 200 } });
    }
    const channelPath = `/channels/${encodeURIComponent(channel)}`;
    for (const [verb, body] of [["rename", { name: "Diary" }], ["delete", {}], ["restore", {}]] as const) {
      expect((await control(simulator, "POST", `${channelPath}/${verb}`, body)).body).toEqual({ botStatus: 200 });
    }
    const chat = await control(simulator, "POST", "/group-chats", { topic: "Lunch", personIds });
    const chatPath = `/group-chats/${encodeURIComponent(String(chat.body.id))}`;
    expect((await control(simulator, "POST", `${chatPath}/install`, {})).body).toEqual({ botStatus: 200 });
    await control(simulator, "POST", `${chatPath}/say`, { personId: person?.objectId, text: "help" });
    const { body } = await control(simulator, "GET", `${chatPath}/chat`);
    const author = { displayName: person?.displayName };
    expect(body).toMatchObject({ topic: "Lunch", messages: [{ text: "@Herald help", author }] });
    const listed = await control(simulator, "GET", `/people/${other?.objectId}/conversations`);
    expect(listed.body.items).toMatchObject([
      { kind: "groupChat", title: "Lunch", hasApp: true, members: 2, lastMessage: { preview: "@Herald help" } },
      { kind: "channel", title: "General", team: { name: "Night shift" } },
      { kind: "channel", title: "Diary", team: { name: "Night shift" } },
    ]);
    const all = await control(simulator, "GET", `/people/${other?.objectId}/conversations?all=true`);
    expect(all.body.items).toContainEqual(expect.objectContaining({ title: "General", hasApp: false }));
    expect((await control(simulator, "GET", "/group-chats/none/chat")).status).toBe(404);
  });
  await bot.close();
});
