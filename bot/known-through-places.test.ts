// Whoever is known through a team or a group chat can be written to only while one with the app holds them: Teams refuses
// the first message otherwise, and an estimate that promised it would be wrong.
import { beforeEach, describe, expect, it } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { readRoster } from "@/lib/commands/read-roster";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { readRosters } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import type { Person } from "@/simulator/people";

const test = await startTestBot({ people: 40 });
const { bot: { db }, simulator } = test;
const [owner] = simulator.people;
const [everybody, engineering] = simulator.teams;
if (!owner || !everybody || !engineering) throw new Error("The practice tenant is too small.");
const inBoth = simulator.people.find(({ objectId }) => objectId !== owner.objectId && engineering.memberIds.has(objectId));
const [alone, other] = simulator.people.filter(
  ({ objectId, userType }) => userType !== "Guest" && objectId !== owner.objectId && !engineering.memberIds.has(objectId),
);
if (!inBoth || !alone || !other) throw new Error("The practice tenant is too small.");
const members = [...everybody.memberIds];

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "send_slots", "deliveries");
  simulator.reset({ chats: true, counts: true });
  for (const id of members) everybody.memberIds.add(id);
  await simulator.teamDeeds.install(everybody, owner);
  await readRosters(test);
});

const referenceOf = async ({ objectId }: Person) => {
  const { reference } = await db.recipient.findFirstOrThrow({ where: { externalId: objectId }, include: { reference: true } });
  return reference;
};
const stateOf = async (person: Person): Promise<string | undefined> => (await referenceOf(person))?.state;
const readAgain = async (): Promise<void> => {
  const { id } = await db.team.findFirstOrThrow({ where: { teamsId: everybody.id } });
  await readRoster.run(db, SYSTEM_ACTOR, { id, kind: "TEAM" });
  await readRosters(test);
};

describe("somebody who is known through a team", () => {
  it("needs the app once they have left it, and is known again when they come back", async () => {
    expect(await stateOf(alone)).toBe("KNOWN");
    await simulator.teamDeeds.removeMembers(everybody, owner, [alone]);
    expect(await referenceOf(alone)).toMatchObject({ state: "NEEDS_INSTALL", evidence: "LEFT_TEAM" });
    expect(await stateOf(other)).toBe("KNOWN");
    await simulator.teamDeeds.addMembers(everybody, owner, [alone]);
    expect(await stateOf(alone)).toBe("KNOWN");
  });

  it("needs the app when a reading no longer finds them", async () => {
    // Quietly: as if the event had been lost.
    everybody.memberIds.delete(alone.objectId);
    await readAgain();
    expect(await stateOf(alone)).toBe("NEEDS_INSTALL");
    everybody.memberIds.add(alone.objectId);
    await readAgain();
    expect(await stateOf(alone)).toBe("KNOWN");
  });

  it("stays known where another team with the app holds them, or a chat, or the app", async () => {
    await simulator.teamDeeds.install(engineering, owner);
    await readRosters(test);
    await simulator.install(other.objectId);
    await simulator.teamDeeds.removeMembers(everybody, owner, [inBoth, other]);
    expect(await Promise.all([inBoth, other].map(stateOf))).toEqual(["KNOWN", "ACTIVE"]);
  });

  it("stays known while a group chat with the app holds them, and no longer", async () => {
    const chat = simulator.groupChatDeeds.create("Night shift", [owner, alone, other]);
    await simulator.groupChatDeeds.install(chat, owner);
    await readRosters(test);
    await simulator.teamDeeds.removeMembers(everybody, owner, [alone, other]);
    expect(await Promise.all([alone, other].map(stateOf))).toEqual(["KNOWN", "KNOWN"]);
    await simulator.groupChatDeeds.removeMembers(chat, owner, [other]);
    await readRosters(test);
    expect(await Promise.all([alone, other].map(stateOf))).toEqual(["KNOWN", "NEEDS_INSTALL"]);
    await simulator.groupChatDeeds.addMembers(chat, owner, [other]);
    await readRosters(test);
    expect(await stateOf(other)).toBe("KNOWN");
    await simulator.groupChatDeeds.uninstall(chat, owner);
    expect(await Promise.all([alone, other].map(stateOf))).toEqual(["NEEDS_INSTALL", "NEEDS_INSTALL"]);
    await simulator.groupChatDeeds.install(chat, owner);
    await readRosters(test);
    expect(await Promise.all([alone, other].map(stateOf))).toEqual(["KNOWN", "KNOWN"]);
  });

  it("needs the app when it is removed from the team, and an estimate says so, until it is back", async () => {
    const estimate = () => estimateAudience(db, { audience: { kind: "ALL" }, topic: null, ratePerSecond: 50 });
    const before = await estimate();
    expect(before).toMatchObject({ needsInstall: 0 });
    await simulator.teamDeeds.uninstall(everybody, owner);
    expect(await estimate()).toMatchObject({ needsInstall: before.net - before.places, net: 0, total: before.total });
    await simulator.teamDeeds.install(everybody, owner);
    await readRosters(test);
    expect(await estimate()).toMatchObject({ needsInstall: 0, net: before.net });
  });
});
