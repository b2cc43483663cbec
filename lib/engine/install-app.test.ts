// The app installed through the simulated Graph, and what waits for it settled: at once, with the failure's class, after a
// rest, or by the bot's own event; a failure that would meet everybody stops the stage instead.
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordReference } from "@/lib/commands/record-reference";
import { createInstaller } from "@/lib/engine/install-app";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { openDb } from "@/lib/store/db";
import { getDirectorySync } from "@/lib/store/directory-syncs";
import { END_OF_TIME } from "@/lib/store/waiting-deliveries";
import { createTestDatabase } from "@/lib/testing/database";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { truncate } from "@/lib/testing/truncate";
import { GRAPH_ROLES } from "@/simulator/settings";
import { startSimulator } from "@/simulator/simulator";
import { systemClock } from "@/worker";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
const simulator = await startSimulator({ people: 45, settings: { limits: false, graphInstallEvent: "never" } });
afterAll(async () => {
  await simulator.close();
  await db.$disconnect();
});
const directory = openTestDirectory(simulator);
const another = openTestDirectory(simulator);
const tenantId = simulator.tenant.id;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const bot = { id: "28:herald", serviceUrl: simulator.serviceUrl };
const { signal } = new AbortController();

/** Time passes as the test says; nobody rests. */
let now = 0;
const clock = { now: () => now, sleep: systemClock.sleep };
const newInstaller = (of = directory) => createInstaller({ db, directoryOf: () => of, clock, log, bot });

/** All rests of the database are over. */
async function passRests(): Promise<void> {
  await db.$executeRaw`UPDATE app_installs SET due_at = now() WHERE status = 'WANTED'`;
  await db.$executeRaw`UPDATE directory_syncs SET install_rest_until = NULL`;
}

/** Runs as an idle process does, with all rests over, until nobody is left or the stage stops. */
async function runInstaller(install = newInstaller(), rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await passRests();
    await install(signal);
    now += 10_000;
  }
}

const people = () => simulator.people.filter(({ licence, userType }) => licence === "TEAMS" && userType === "Member");

beforeEach(async () => {
  await truncate(db, "recipients", "directory_syncs", "deliveries", "delivery_counters");
  simulator.setFaults([]);
  simulator.changeSettings({ appInCatalog: true, graphRoles: [...GRAPH_ROLES] });
  simulator.tenant.tokens.invalidateAll();
  for (const person of simulator.people) person.status = "NOT_INSTALLED";
  const sync = createDirectorySync({ db, directoryOf: () => directory, log });
  await sync({ key: tenantId, signal, report: () => Promise.resolve() });
});

const BROADCAST = "11111111-1111-4111-8111-111111111111";

/** These people are to get the app, and a delivery waits for each. */
async function want(objectIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO app_installs (recipient_id, tenant_id) SELECT id, tenant_id FROM recipients
    WHERE external_id = ANY(${[...objectIds]}::text[])`;
  await db.$executeRaw`
    INSERT INTO deliveries (broadcast_id, recipient_id, tenant_id, due_at)
    SELECT ${BROADCAST}::uuid, id, tenant_id, ${END_OF_TIME} FROM recipients
    WHERE external_id = ANY(${[...objectIds]}::text[])`;
}

async function stateOf(objectId: string) {
  const { install, reference, id } = await db.recipient.findFirstOrThrow({
    where: { externalId: objectId },
    select: { id: true, install: true, reference: true },
  });
  const delivery = await db.delivery.findFirst({ where: { recipientId: id } });
  const waits = delivery !== null && delivery.dueAt.getUTCFullYear() === 9999;
  return { install, reference, delivery, waits };
}

describe("installing", () => {
  test("reaches everybody in batches, learns their chats, and lets their deliveries go", async () => {
    const wanted = people().slice(0, 30);
    await want(wanted.map(({ objectId }) => objectId));
    const before = directory.requests;
    await runInstaller();
    for (const person of wanted) {
      const { install, reference, delivery, waits } = await stateOf(person.objectId);
      expect(install).toMatchObject({ status: "INSTALLED", code: null });
      const conversationId = simulator.tenant.graphChatIdOf(person);
      expect(reference).toMatchObject({ state: "ACTIVE", source: "GRAPH_INSTALL", conversationId });
      expect(delivery).toMatchObject({ status: "QUEUED" });
      expect(waits).toBe(false);
    }
    expect(simulator.people.filter(({ status }) => status === "INSTALLED")).toHaveLength(30);
    // The catalog, and for each of two batches: install, find the installation, find the chat.
    expect(directory.requests - before).toBe(7);
  });

  test("counts an app that is there already as a success", async () => {
    const [person] = people();
    person!.status = "INSTALLED";
    await want([person!.objectId]);
    await runInstaller();
    expect(await stateOf(person!.objectId)).toMatchObject({ install: { status: "INSTALLED" }, reference: { state: "ACTIVE" } });
  });

  const classes = ["POLICY", "LICENSE", "UNKNOWN_USER"] as const;
  test.each(classes)("says %s of whom it cannot be installed for, and skips them", async (failure) => {
    const [fails, works] = people();
    simulator.setFaults([{ kind: "status", failure, match: { operations: ["installForUser"], personIds: [fails!.objectId] } }]);
    await want([fails!.objectId, works!.objectId]);
    await runInstaller();
    expect(await stateOf(fails!.objectId)).toMatchObject({
      install: { status: "FAILED", code: failure }, delivery: { status: "SKIPPED", reason: "NOT_INSTALLED" },
    });
    expect(await stateOf(works!.objectId)).toMatchObject({ install: { status: "INSTALLED" } });
  });

  test("tries again what was unclear, and gives it up as OTHER after five times", async () => {
    const [passes, stays] = people();
    const match = (objectId: string) => ({ operations: ["installForUser" as const], personIds: [objectId] });
    simulator.setFaults([
      { kind: "status", status: 502, times: 2, match: match(passes!.objectId) },
      { kind: "status", status: 502, match: match(stays!.objectId) },
    ]);
    await want([passes!.objectId, stays!.objectId]);
    await runInstaller();
    expect(await stateOf(passes!.objectId)).toMatchObject({ install: { status: "INSTALLED", attempts: 3 } });
    expect(await stateOf(stays!.objectId)).toMatchObject({ install: { status: "FAILED", code: "OTHER", attempts: 5 } });
  });

  test("rests when Graph asks for it, which is no attempt", async () => {
    const [person] = people();
    simulator.setFaults([{ kind: "status", status: 429, retryAfter: 7, times: 8, match: { operations: ["installForUser"] } }]);
    await want([person!.objectId]);
    const install = newInstaller();
    await install(signal);
    const { install: row } = await stateOf(person!.objectId);
    expect(row).toMatchObject({ status: "WANTED", attempts: 0, leaseUntil: null });
    expect(row!.dueAt.getTime() - Date.now()).toBeGreaterThan(5_000);
    await runInstaller(install);
    expect(await stateOf(person!.objectId)).toMatchObject({ install: { status: "INSTALLED", attempts: 1 } });
  });

  test("leaves the first send to create a chat that never appears", async () => {
    const [person] = people();
    simulator.setFaults([{ kind: "status", status: 404, match: { operations: ["getInstallChat"] } }]);
    await want([person!.objectId]);
    await runInstaller();
    const { install, reference, waits } = await stateOf(person!.objectId);
    expect(install).toMatchObject({ status: "INSTALLED" });
    expect(reference).toMatchObject({ state: "KNOWN", conversationId: null });
    expect(waits).toBe(false);
  });

  test("is settled by the bot's own event where that comes first", async () => {
    const [person] = people();
    await want([person!.objectId]);
    const seen = { tenantId, objectId: person!.objectId, serviceUrl: simulator.serviceUrl, botId: bot.id, memberId: "29:it" };
    await recordReference.run(db, SYSTEM_ACTOR, [{ ...seen, conversationId: "a:it", source: "INSTALL", seenAt: new Date() }]);
    await runInstaller();
    const { install, reference, waits } = await stateOf(person!.objectId);
    expect(install).toMatchObject({ status: "INSTALLED" });
    expect(reference).toMatchObject({ conversationId: "a:it", source: "INSTALL" });
    expect(waits).toBe(false);
  });

  test("goes on with what a process left behind that died", async () => {
    const [person] = people();
    await want([person!.objectId]);
    await db.$executeRaw`UPDATE app_installs SET status = 'INSTALLING', lease_until = now() - interval '1 second'`;
    await runInstaller();
    expect(await stateOf(person!.objectId)).toMatchObject({ install: { status: "INSTALLED" } });
  });
});

describe("two workers", () => {
  const installed = () => simulator.people.filter(({ status }) => status === "INSTALLED").length;
  const asked = (): number => simulator.counts().requests.byOperation["installForUser"] ?? 0;

  test("take turns: together they are no faster than one", async () => {
    await want(people().slice(0, 40).map(({ objectId }) => objectId));
    const [one, other] = [newInstaller(), newInstaller()];
    await Promise.all([one(signal), other(signal)]);
    expect(installed()).toBe(20);
    now += 10_000;
    expect(await other(signal)).toBe(false);
    expect(installed()).toBe(20);
    await passRests();
    now += 10_000;
    await Promise.all([one(signal), other(signal)]);
    expect(installed()).toBe(40);
  });

  test.each([
    ["with one person", "installForUser", 7], ["with the chats", "getInstallChat", 7],
    // Waited for on the spot first, several times.
    ["with the whole batch", "batch", 1], ["with the catalog", "listCatalogApps", 1],
  ] as const)("both wait when Microsoft asks one of them to, %s", async (_place, operation, retryAfter) => {
    const [person, next] = people();
    simulator.setFaults([{ kind: "status", status: 429, retryAfter, times: 8, match: { operations: [operation] } }]);
    await want([person!.objectId]);
    // One that has not found the app in the catalog yet.
    await newInstaller(another)(signal);
    simulator.setFaults([]);
    await want([next!.objectId]);
    const before = asked();
    await newInstaller()(signal);
    expect(asked()).toBe(before);
    await passRests();
    await newInstaller()(signal);
    expect(await stateOf(next!.objectId)).toMatchObject({ install: { status: "INSTALLED" } });
  });
});

describe("what would meet everybody", () => {
  const stopOf = async () => (await getDirectorySync(db, tenantId))?.installStop ?? null;

  test("stops the stage with its reason and fails nobody; when it is mended everybody gets the app", async () => {
    const wanted = people().slice(0, 3).map(({ objectId }) => objectId);
    await want(wanted);
    simulator.changeSettings({ graphRoles: ["AppCatalog.Read.All"] });
    simulator.tenant.tokens.invalidateAll();
    const install = newInstaller();
    await runInstaller(install, 3);
    expect(await stopOf()).toBe("CONSENT_INSTALL");
    for (const objectId of wanted) {
      expect(await stateOf(objectId)).toMatchObject({ install: { status: "WANTED", attempts: 0 }, waits: true });
    }
    simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
    simulator.tenant.tokens.invalidateAll();
    now += 60_000;
    await runInstaller(install);
    expect(await stopOf()).toBeNull();
    for (const objectId of wanted) expect(await stateOf(objectId)).toMatchObject({ install: { status: "INSTALLED" } });
  });

  // Deleted after it was found, and uploaded again under another id: a failure of each person asked for would be theirs for good.
  test("an app that has left the catalog meanwhile stops it, and whoever was refused gets it afterwards", async () => {
    const [refused, works] = people();
    const match = { operations: ["installForUser" as const], personIds: [refused!.objectId] };
    simulator.setFaults([{ kind: "status", failure: "NOT_IN_CATALOG", match }]);
    await want([refused!.objectId, works!.objectId]);
    const install = newInstaller();
    await runInstaller(install, 1);
    expect(await stopOf()).toBe("NOT_IN_CATALOG");
    expect(await stateOf(refused!.objectId)).toMatchObject({ install: { status: "WANTED", attempts: 0 }, waits: true });
    expect(await stateOf(works!.objectId)).toMatchObject({ install: { status: "INSTALLED" }, waits: false });
    simulator.setFaults([]);
    now += 60_000;
    await runInstaller(install);
    expect(await stopOf()).toBeNull();
    expect(await stateOf(refused!.objectId)).toMatchObject({ install: { status: "INSTALLED" }, waits: false });
  });

  test.each([
    ["an app that is not in the catalog", "NOT_IN_CATALOG", { appInCatalog: false }],
    ["a catalog that may not be read", "CONSENT_CATALOG", { graphRoles: ["TeamsAppInstallation.ReadWriteSelfForUser.All"] }],
  ])("%s stops it before anybody is asked for", async (_what, reason, settings) => {
    const [person] = people();
    await want([person!.objectId]);
    simulator.changeSettings(settings);
    simulator.tenant.tokens.invalidateAll();
    // A new client: one that has found the app before remembers it for some minutes.
    const fresh = openTestDirectory(simulator);
    await runInstaller(createInstaller({ db, directoryOf: () => fresh, clock, log, bot }), 1);
    expect(await stopOf()).toBe(reason);
    expect(await stateOf(person!.objectId)).toMatchObject({ install: { status: "WANTED", attempts: 0 }, waits: true });
  });
});
