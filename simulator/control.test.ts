// The control API changes only what it is told to, refuses what does not exist, and is closed to foreign pages.
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { expect, test } from "vitest";

import type { Simulator } from "./simulator";
import { withSimulator } from "./testing-bot";

const JSON_TYPE = { "content-type": "application/json" };

async function ask(
  simulator: Simulator, path: string, body?: unknown, headers: Record<string, string> = JSON_TYPE,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const init = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/control${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("people are listed page by page and found by a part of their name", async () => {
  await withSimulator({ people: 30 }, async (simulator) => {
    const first = await ask(simulator, "/people?limit=20");
    expect(first.body).toMatchObject({ total: 30, next: "20" });
    const second = await ask(simulator, "/people?limit=20&cursor=20");
    expect(second.body).toMatchObject({ next: null });
    expect(second.body.items).toHaveLength(10);
    const found = await ask(simulator, "/people?q=amelia%20h");
    expect(found.body).toMatchObject({ items: [{ displayName: "Amelia Hart", status: "NOT_INSTALLED", unread: 0 }] });
  });
});

test("a setting that does not exist is refused and changes nothing", async () => {
  await withSimulator({}, async (simulator) => {
    expect(await ask(simulator, "/settings", { ratePerSecond: 10, colour: "red" })).toMatchObject({ status: 400 });
    expect(simulator.settings.ratePerSecond).toBe(50);
    const changed = await ask(simulator, "/settings", { ratePerSecond: 10 });
    expect(changed.body).toMatchObject({ ratePerSecond: 10, burst: 5 });
  });
});

test("faults are replaced as a whole and listed with how often they struck", async () => {
  await withSimulator({}, async (simulator) => {
    await ask(simulator, "/faults", { faults: [{ kind: "hang" }, { kind: "status", status: 500 }] });
    const replaced = await ask(simulator, "/faults", { faults: [{ kind: "status", code: "ServiceError", times: 1 }] });
    expect(replaced.body).toMatchObject({ faults: [{ fault: { kind: "status", probability: 1 }, applied: 0 }] });
    expect(await ask(simulator, "/faults", { faults: [{ kind: "storm" }] })).toMatchObject({ status: 400 });
  });
});

test("whom or what does not exist is answered 404", async () => {
  await withSimulator({}, async (simulator) => {
    expect(await ask(simulator, "/people/nobody/say", { text: "hello" })).toMatchObject({ status: 404 });
    expect(await ask(simulator, "/nothing")).toMatchObject({ status: 404 });
  });
});

test("a foreign web page can neither post a form nor reach it by another name", async () => {
  await withSimulator({}, async (simulator) => {
    const id = simulator.people[0]?.objectId;
    const form = await ask(simulator, `/people/${id}/install`, {}, { "content-type": "text/plain" });
    expect(form.status).toBe(415);
    expect(simulator.people[0]?.status).toBe("NOT_INSTALLED");
    const request = get(`${simulator.url}/control/tenant`, { headers: { host: "rebound.example" } });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    expect(response.resume().statusCode).toBe(403);
  });
});

test("deeds over HTTP change what the person has, and a reset clears it", async () => {
  await withSimulator({}, async (simulator) => {
    const id = simulator.people[0]?.objectId ?? "";
    expect(await ask(simulator, `/people/${id}/install`, {})).toEqual({ status: 200, body: { botStatus: null } });
    await ask(simulator, `/people/${id}/say`, { text: "hello" });
    expect(await ask(simulator, `/people/${id}/chat`)).toMatchObject({
      body: { person: { status: "INSTALLED" }, messages: [{ from: "person", text: "hello" }] },
    });
    await ask(simulator, "/reset", { installs: true });
    expect(await ask(simulator, `/people/${id}/chat`)).toMatchObject({
      body: { person: { status: "NOT_INSTALLED" }, messages: [] },
    });
  });
});

test("the page and its renderer are served, and nothing beside them", async () => {
  await withSimulator({}, async (simulator) => {
    const page = await fetch(simulator.url);
    expect(await page.text()).toContain("A simulation for practice and tests");
    expect((await fetch(`${simulator.url}/page/adaptivecards.js`)).status).toBe(200);
    expect((await fetch(`${simulator.url}/page/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});
