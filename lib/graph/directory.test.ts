// The client of Microsoft Graph against the simulated one, over HTTP: pages, links, tokens, patience and refusals.
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import type { DirectoryAnswer, PeoplePage } from "@/lib/domain/directory-port";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { CATALOG_APP_ID } from "@/simulator/graph-apps";
import { GRAPH_ROLES } from "@/simulator/settings";
import { startSimulator } from "@/simulator/simulator";

import { createGraph } from "./client";
import { createDirectory } from "./directory";
import { createHttp } from "./http";

const simulator = await startSimulator({ people: 30, groups: 40, settings: { limits: false } });
afterAll(() => simulator.close());
const directory = openTestDirectory(simulator);
const { signal } = new AbortController();

beforeEach(() => simulator.setFaults([]));

function fail(operation: "listUsers" | "listGroups", fault: { status: number; retryAfter?: number; times?: number }): void {
  simulator.setFaults([{ kind: "status", match: { operations: [operation] }, ...fault }]);
}

function valueOf<T>(answer: DirectoryAnswer<T>): T {
  if (!answer.ok) throw new Error(`The directory failed with ${answer.failure.code}.`);
  return answer.value;
}

async function readRound(link: string | null): Promise<PeoplePage[]> {
  const pages = [valueOf(await directory.readPeople(link, signal))];
  for (let next = pages[0]!.next; next.kind === "PAGE"; next = pages.at(-1)!.next) {
    pages.push(valueOf(await directory.readPeople(next.link, signal)));
  }
  return pages;
}

describe("people", () => {
  test("are read in a round, and the next round tells what has changed and who has left", async () => {
    const first = await readRound(null);
    expect(first.flatMap(({ people }) => people)).toHaveLength(30);
    const [stays, leaves] = simulator.people;
    simulator.tenant.directory.changePerson(stays!, { department: "Lighthouse" });
    simulator.tenant.directory.deletePerson(leaves!);
    const second = await readRound(first.at(-1)!.next.link);
    expect(second.flatMap(({ people }) => people)).toMatchObject([{ objectId: stays!.objectId, department: "Lighthouse" }]);
    expect(second.flatMap(({ departed }) => departed)).toEqual([leaves!.objectId]);
  });

  test("of an expired place are EXPIRED, whatever Graph calls it", async () => {
    const { next } = (await readRound(null)).at(-1)!;
    simulator.tenant.directory.epoch += 1;
    const answer = await directory.readPeople(next.link, signal);
    expect(answer).toMatchObject({ ok: false, failure: { code: "EXPIRED", httpStatus: 410 } });
  });

  // Graph's reference says 410 of a delta, and answers 400 with one of these codes too.
  test.each([
    [400, "syncStateNotFound"], [400, "SyncStateInvalid"], [400, "resyncRequired"], [400, "Directory_ExpiredPageToken"],
  ])("of a place answered with %d %s are EXPIRED", async (status, code) => {
    const { next } = (await readRound(null)).at(-1)!;
    simulator.setFaults([{ kind: "status", status, code, match: { operations: ["deltaUsers"] } }]);
    const answer = await directory.readPeople(next.link, signal);
    expect(answer).toMatchObject({ ok: false, failure: { code: "EXPIRED", httpStatus: status, graphCode: code } });
  });

  test("are told with their kind of account", async () => {
    const guest = simulator.people.find(({ userType }) => userType === "Guest");
    const [first] = simulator.people;
    simulator.tenant.directory.changePerson(first!, { accountEnabled: false, licence: "WITHOUT_TEAMS" });
    const people = (await readRound(null)).flatMap((page) => page.people);
    const of = (objectId: string | undefined) => people.find((person) => person.objectId === objectId);
    if (!first!.isDeleted) expect(of(first!.objectId)).toMatchObject({ enabled: false, licensed: false, guest: false });
    if (guest) expect(of(guest.objectId)).toMatchObject({ guest: true });
    expect(people.filter(({ licensed }) => licensed).length).toBeGreaterThan(20);
  });
});

describe("groups", () => {
  test("are listed with their kinds, and their members include those of inner groups", async () => {
    const { items, next } = valueOf(await directory.readGroups(null, signal));
    expect(items).toHaveLength(40);
    expect(next).toBeNull();
    const kinds = new Set(items.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(["SECURITY", "MICROSOFT_365", "DISTRIBUTION", "MAIL_SECURITY"]));
    expect(items.some(({ membership }) => membership === "DYNAMIC")).toBe(true);
    expect(items.some(({ hasTeam }) => hasTeam)).toBe(true);
    const nesting = simulator.tenant.directory.groups().find((group) => group.groupIds.size > 0);
    const members = valueOf(await directory.readMembers(nesting!.id, null, signal)).items;
    const expected = simulator.tenant.directory.transitiveMembers(nesting!).map(({ objectId }) => objectId);
    expect(members.map(({ objectId }) => objectId).sort()).toEqual([...expected].sort());
  });

  test("have their members on every page, the later ones asked for as the first is", async () => {
    const paging = await startSimulator({ people: 30, groups: 40, settings: { limits: false, graphEmptyPages: true } });
    try {
      const other = openTestDirectory(paging);
      const nesting = paging.tenant.directory.groups().find((group) => group.groupIds.size > 0);
      const first = valueOf(await other.readMembers(nesting!.id, null, signal));
      expect(first.items).toEqual([]);
      const second = valueOf(await other.readMembers(nesting!.id, first.next, signal));
      expect(second.items).toHaveLength(paging.tenant.directory.transitiveMembers(nesting!).length);
    } finally {
      await paging.close();
    }
  });

  test("that are gone are NOT_FOUND", async () => {
    const answer = await directory.readMembers("00000000-0000-4000-a000-ffffffffffff", null, signal);
    expect(answer).toMatchObject({ ok: false, failure: { code: "NOT_FOUND" } });
  });
});

describe("patience", () => {
  test("asks again after a token was revoked, once and with a fresh one", async () => {
    await directory.countPeople(signal);
    simulator.tenant.tokens.invalidateAll();
    expect(await directory.countPeople(signal)).toMatchObject({ ok: true });
  });

  test("waits for a 429 as long as it asks, and goes on", async () => {
    fail("listGroups", { status: 429, retryAfter: 1, times: 1 });
    const before = performance.now();
    expect((await directory.readGroups(null, signal)).ok).toBe(true);
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  test("goes on after a few broken answers, and gives up after many", async () => {
    fail("listUsers", { status: 503, times: 3 });
    expect((await directory.countPeople(signal)).ok).toBe(true);
    fail("listUsers", { status: 503 });
    expect(await directory.countPeople(signal)).toMatchObject({ ok: false, failure: { code: "UNREACHABLE", httpStatus: 503 } });
    simulator.setFaults([{ kind: "resetBeforeAccept", match: { operations: ["listUsers"] } }]);
    expect(await directory.countPeople(signal)).toMatchObject({ ok: false, failure: { code: "UNREACHABLE" } });
  });

  test("ends at once when it is told to stop", async () => {
    fail("listUsers", { status: 429, retryAfter: 600 });
    const stopping = new AbortController();
    const answer = directory.countPeople(stopping.signal);
    stopping.abort();
    expect(await answer).toMatchObject({ ok: false, failure: { code: "STOPPED" } });
  });
});

describe("refusals", () => {
  test("name a missing consent, for people, groups and the catalog alike", async () => {
    simulator.changeSettings({ graphRoles: [] });
    simulator.tenant.tokens.invalidateAll();
    const consent = { ok: false, failure: { code: "CONSENT", httpStatus: 403 } };
    expect(await directory.readPeople(null, signal)).toMatchObject(consent);
    expect(await directory.readGroups(null, signal)).toMatchObject(consent);
    expect(await directory.findApp(signal)).toMatchObject(consent);
    simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
    simulator.tenant.tokens.invalidateAll();
  });

  test("name wrong credentials", async () => {
    const http = createHttp({ timeoutMs: 1_000 });
    const tokens = { get: () => Promise.resolve({ reason: "REFUSED" as const }), forget: () => undefined };
    const graph = createGraph({ http, tokens, graphUrl: simulator.graphUrl });
    expect(await graph.call("users", { signal })).toMatchObject({ ok: false, failure: { code: "SIGN_IN" } });
    await http.close();
  });
});

describe("installing", () => {
  const installer = openTestDirectory(simulator);

  // The catalog lists whoever asks their own copies as well: the first one was taken, and nobody's installation worked.
  test("takes the app of the organisation's catalog, and nobody's own copy", async () => {
    simulator.changeSettings({ appSideloaded: true, appInCatalog: false });
    expect(await installer.findApp(signal)).toEqual({ ok: true, value: null });
    simulator.changeSettings({ appInCatalog: true });
    expect(await installer.findApp(signal)).toEqual({ ok: true, value: CATALOG_APP_ID });
    simulator.changeSettings({ appSideloaded: false });
  });

  // An app that asks for resource-specific permissions is refused without them.
  test("consents to what the manifest asks for, and says nothing where it asks for nothing", async () => {
    const bodies: unknown[] = [];
    const graphServer = await serve((request, response) => {
      void text(request).then((body) => {
        bodies.push(JSON.parse(body));
        response.writeHead(200).end(JSON.stringify({ responses: [{ id: "one", status: 201 }] }));
      });
    }, []);
    const http = createHttp({ timeoutMs: 1_000 });
    const graph = createGraph({ http, tokens: undefined, graphUrl: graphServer.url });
    for (const consents of [["ChatMessageReadReceipt.Read.Chat"], []]) {
      const answer = await createDirectory(graph, { id: "manifest", consents }).install("app", ["one"], signal);
      expect(valueOf(answer).get("one")).toEqual({ kind: "INSTALLED" });
    }
    const permissions = [{ permissionValue: "ChatMessageReadReceipt.Read.Chat", permissionType: "application" }];
    const bind = { "teamsApp@odata.bind": `${graphServer.url}/v1.0/appCatalogs/teamsApps/app` };
    expect(bodies).toMatchObject([
      { requests: [{ body: { ...bind, consentedPermissionSet: { resourceSpecificPermissions: permissions } } }] },
      { requests: [{ body: bind }] },
    ]);
    expect(JSON.stringify(bodies[1])).not.toContain("consentedPermissionSet");
    await Promise.all([http.close(), graphServer.close()]);
  });
});

describe("the token", () => {
  // A link in an answer is followed with the token in hand, so one that leads elsewhere would give it away.
  test.each([
    "http://127.0.0.1:1/graph/v1.0/users", "https://graph.microsoft.com.example/v1.0/users",
    "http://user@127.0.0.1:1/v1.0/users", "file:///etc/passwd", "mailto:somebody",
  ])("does not follow a link to %s", async (link) => {
    const before = directory.requests;
    expect(await directory.readPeople(link, signal)).toMatchObject({ ok: false, failure: { code: "REFUSED" } });
    expect(directory.requests).toBe(before);
  });

  test("does not follow a redirect", async () => {
    const asked: string[] = [];
    const elsewhere = await serve((_request, response) => response.writeHead(200).end("{}"), asked);
    const graphServer = await serve((_request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/v1.0/users` }).end();
    }, []);
    const http = createHttp({ timeoutMs: 1_000 });
    const answer = await createGraph({ http, tokens: undefined, graphUrl: graphServer.url }).call("users", { signal });
    expect(answer).toMatchObject({ ok: false, failure: { code: "REFUSED", httpStatus: 302 } });
    expect(asked).toEqual([]);
    await Promise.all([http.close(), elsewhere.close(), graphServer.close()]);
  });
});

async function serve(answer: RequestListener, asked: string[]) {
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
