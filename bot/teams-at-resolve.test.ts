// A team was read once, and relied on for ever: whoever joined it while Herald was down was missing from every later
// broadcast, from recurring ones and from those of the API above all, which nobody estimates.
import { beforeEach, expect, it } from "vitest";

import { getBroadcast } from "@/lib/store/broadcasts";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";

const test = await startTestBot({ people: 30 });
const { bot: { db }, simulator } = test;
const [owner] = simulator.people;
const [, team] = simulator.teams;
const newcomer = simulator.people.find(({ objectId }) => team && !team.memberIds.has(objectId));
if (!owner || !team || !newcomer) throw new Error("The practice tenant is too small.");

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "send_slots", "deliveries");
  await db.$executeRaw`DELETE FROM broadcasts WHERE purpose <> 'STANDING'`;
  team.memberIds.delete(newcomer.objectId);
  await simulator.teamDeeds.install(team, owner);
  await readRosters(test);
  await db.$executeRaw`UPDATE roster_reads SET read_at = now() - interval '48 hours', wanted_at = now() - interval '48 hours'`;
  // Quietly: nobody tells.
  team.memberIds.add(newcomer.objectId);
});

async function resolve(): Promise<void> {
  while (await resolvePage(db)) await Promise.resolve();
}

async function startToTeam(): Promise<string> {
  const { id: teamId } = await db.team.findFirstOrThrow({ where: { teamsId: team?.id ?? "" } });
  const id = await sendToAll(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] } });
  await startDueBroadcasts(db);
  await resolve();
  return id;
}

const isIn = async (broadcastId: string): Promise<boolean> => {
  const { id: recipientId } = await db.recipient.findFirstOrThrow({ where: { externalId: newcomer.objectId } });
  return (await db.delivery.count({ where: { broadcastId, recipientId } })) === 1;
};

it("a team that was read long ago is read again before it is frozen", async () => {
  const id = await startToTeam();
  expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
  await readRosters(test);
  await resolve();
  expect(await isIn(id)).toBe(true);
});

it("one that was read lately is not waited for", async () => {
  await db.$executeRaw`UPDATE roster_reads SET read_at = now() - interval '30 minutes'`;
  expect(await getBroadcast(db, await startToTeam())).toMatchObject({ status: "SENDING" });
});

it("one that cannot be read any more, or not for long, is taken as it was known", async () => {
  const failing = await startToTeam();
  await db.rosterRead.updateMany({ data: { status: "FAILED", error: "UNAVAILABLE" } });
  await resolve();
  expect(await getBroadcast(db, failing)).toMatchObject({ status: "SENDING" });
  await db.$executeRaw`UPDATE roster_reads SET status = 'READ', error = NULL, wanted_at = now() - interval '48 hours'`;
  const resting = await startToTeam();
  expect(await getBroadcast(db, resting)).toMatchObject({ status: "RESOLVING" });
  await db.$executeRaw`UPDATE broadcasts SET resolving_at = now() - interval '11 minutes' WHERE id = ${resting}::uuid`;
  await resolve();
  expect(await getBroadcast(db, resting)).toMatchObject({ status: "SENDING" });
});
