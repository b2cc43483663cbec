// Whoever was mentioned while the roster did not answer was kept under the id they have towards the bot, as somebody who can be
// written to: beside the row that they had, or got later, and a broadcast to everybody reached them twice.
import { beforeEach, describe, expect, it } from "vitest";

import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";

const { bot, simulator } = await startTestBot();
const { db } = bot;
const [team] = simulator.teams;
const channel = team?.channels[0];
const [author, mentioned] = simulator.people;
if (!team || !channel || !author || !mentioned) throw new Error("The practice tenant is too small.");

await simulator.teamDeeds.install(team, author);

const say = () => simulator.teamDeeds.say(team, channel, author, "help", [mentioned]);
const readings = () => db.rosterRead.findMany({ select: { status: true, team: { select: { teamsId: true } } } });
const idsOf = async () => (await db.recipient.findMany({ where: { kind: "PERSON" } })).map(({ externalId }) => externalId);

beforeEach(async () => {
  simulator.setFaults([{ kind: "status", status: 404, match: { operations: ["getMember"] } }]);
  await truncate(db, "recipients", "teams");
});

describe("somebody mentioned whom the roster does not tell", () => {
  it("is no recipient of their own, and the roster of the team is wanted", async () => {
    await say();
    expect(await idsOf()).toEqual([author.objectId]);
    expect(await readings()).toEqual([{ status: "WANTED", team: { teamsId: team.id } }]);
  });

  it("does not have it read again and again", async () => {
    await say();
    await db.rosterRead.updateMany({ data: { status: "READ", readAt: new Date() } });
    await say();
    expect(await readings()).toMatchObject([{ status: "READ" }]);
    await db.$executeRaw`UPDATE roster_reads SET wanted_at = now() - interval '1 hour'`;
    await say();
    expect(await readings()).toMatchObject([{ status: "WANTED" }]);
  });

  it("is not met as who an earlier Herald made of them", async () => {
    const { id } = await db.recipient.create({ data: { tenantId: simulator.tenant.id, externalId: mentioned.teamsUserId } });
    await db.conversationReference.create({ data: {
      recipientId: id, serviceUrl: "https://teams.invalid/", botId: "28:herald", memberId: mentioned.teamsUserId, state: "KNOWN",
      source: "MENTION", evidence: "MENTION", seenAt: new Date(0),
    } });
    await say();
    expect((await db.conversationReference.findUniqueOrThrow({ where: { recipientId: id } })).seenAt).toEqual(new Date(0));
    expect(await readings()).toHaveLength(1);
  });
});

it("no roster that was read is wanted anew while everybody mentioned is told", async () => {
  simulator.setFaults([]);
  await say();
  await db.$executeRaw`UPDATE roster_reads SET status = 'READ', read_at = now(), wanted_at = now() - interval '1 hour'`;
  await say();
  expect((await idsOf()).toSorted()).toEqual([author.objectId, mentioned.objectId].toSorted());
  expect(await readings()).toMatchObject([{ status: "READ" }]);
});
