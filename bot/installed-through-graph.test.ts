// The app installed through Graph, for a person and in a team, as the real bot hears of it: the event may come before Graph's
// own answer or a moment after it, and either way there is one reference, one welcome and one team.
import { beforeEach, expect, it } from "vitest";

import { createInstaller } from "@/lib/engine/install-app";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import { systemClock } from "@/worker";

const test = await startTestBot({ people: 30 });
const { bot, simulator } = test;
const { db } = bot;
const directory = openTestDirectory(simulator);
const { signal } = new AbortController();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const parts = { db, directoryOf: () => directory, log };
const install = createInstaller({ ...parts, clock: systemClock, bot: { id: "28:herald", serviceUrl: simulator.serviceUrl } });
const wanted = simulator.people.filter(({ licence, userType }) => licence === "TEAMS" && userType === "Member").slice(0, 5);
const ids = wanted.map(({ objectId }) => objectId);

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "directory_syncs", "deliveries");
  for (const person of simulator.people) person.status = "NOT_INSTALLED";
  const sync = createDirectorySync(parts);
  await sync({ key: simulator.tenant.id, signal, report: () => Promise.resolve() });
  await db.$executeRaw`
    INSERT INTO app_installs (recipient_id, tenant_id) SELECT id, tenant_id FROM recipients WHERE external_id = ANY(${ids}::text[])`;
});

const ORDERS = ["before", "after"] as const;

it.each(ORDERS)("makes people reachable once when the event comes %s the answer", async (graphInstallEvent) => {
  simulator.changeSettings({ graphInstallEvent, graphInstallEventDelayMs: 50 });
  await install(signal);
  const people = { externalId: { in: ids } };
  const welcomes = () => db.delivery.count();
  await expect.poll(welcomes, { timeout: 10_000 }).toBe(ids.length);
  expect(await db.appInstall.count({ where: { recipient: people, status: "INSTALLED" } })).toBe(ids.length);
  const reachable = { state: "ACTIVE" as const, conversationId: { not: null }, recipient: people };
  expect(await db.conversationReference.count({ where: reachable })).toBe(ids.length);
  expect(await db.recipient.count({ where: people })).toBe(ids.length);
});

it("makes a team known, whose members are read by themselves", async () => {
  const [team] = simulator.teams;
  const app = await directory.findApp(signal);
  if (!team || !app.ok || app.value === null) throw new Error("The practice tenant has no team, or no app.");
  expect(await directory.installInTeam(app.value, team.aadGroupId, signal)).toEqual({ ok: true, value: { kind: "INSTALLED" } });
  await expect.poll(() => db.team.count({ where: { teamsId: team.id, removedAt: null } }), { timeout: 10_000 }).toBe(1);
  await readRosters(test);
  expect(await db.teamMember.count()).toBe(team.memberIds.size);
});
