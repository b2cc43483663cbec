// The roster of a team, read in pages through the real Connector: members become known before they ever wrote to the bot,
// and whatever interrupts the reading, it goes on where it was.
import { beforeEach, describe, expect, it } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { readRoster } from "@/lib/commands/read-roster";
import { reserveSlots } from "@/lib/store/send-slots";
import { passRosterWaits, readRosters, rosterPartsOf } from "@/lib/testing/read-rosters";
import { startTestBot } from "@/lib/testing/start-test-bot";
import { truncate } from "@/lib/testing/truncate";
import type { FaultInput } from "@/simulator/faults";

import type { RosterParts } from "./read-roster";
import { startRosterReader } from "./roster-reader";

const PEOPLE = 1_100;
const test = await startTestBot({ people: PEOPLE });
const { bot, simulator } = test;
const { db } = bot;
const [owner] = simulator.people;
const [everybody, engineering] = simulator.teams;
if (!owner || !everybody || !engineering) throw new Error("The practice tenant is too small.");

beforeEach(async () => {
  await truncate(db, "recipients", "teams", "send_slots", "deliveries");
  simulator.setFaults([]);
  simulator.reset({ chats: true, counts: true });
  await simulator.teamDeeds.install(everybody, owner);
  await db.$executeRaw`DELETE FROM roster_reads`;
});

const want = async (team = everybody): Promise<void> => {
  const { id } = await db.team.findFirstOrThrow({ where: { teamsId: team.id } });
  await readRoster.run(db, SYSTEM_ACTOR, { id, kind: "TEAM" });
};
const row = () => db.rosterRead.findFirstOrThrow();
const membersOf = async (team = everybody): Promise<string[]> => {
  const rows = await db.teamMember.findMany({
    where: { team: { teamsId: team.id } }, select: { recipient: { select: { externalId: true } } },
  });
  return rows.map(({ recipient }) => recipient.externalId).sort();
};
const realMembers = () => [...everybody.memberIds].sort();
const pageReads = (): number => simulator.counts().requests.byOperation["getPagedMembers"] ?? 0;
const breakPage = (fault: Omit<FaultInput, "match">) =>
  simulator.setFaults([{ ...fault, match: { operations: ["getPagedMembers"] } }]);

describe("the roster of a team", () => {
  it("is read when the app is installed there, 500 a page, and its members become known", async () => {
    await simulator.teamDeeds.uninstall(everybody, owner);
    await simulator.teamDeeds.install(everybody, owner);
    expect(await readRosters(test)).toBe(1);
    expect(pageReads()).toBe(Math.ceil(everybody.memberIds.size / 500));
    expect(await membersOf()).toEqual(realMembers());
    expect(await row()).toMatchObject({
      status: "READ", cursor: null, leaseWorker: null,
      membersRead: everybody.memberIds.size, memberCount: everybody.memberIds.size,
    });
    const [member] = simulator.people.slice(10).filter(({ userType }) => userType !== "Guest");
    const known = await db.recipient.findFirst({ where: { externalId: member?.objectId ?? "" }, include: { reference: true } });
    expect(known).toMatchObject({
      displayName: member?.displayName, givenName: member?.givenName, email: member?.email, kind: "PERSON", userType: "MEMBER",
      reference: { state: "KNOWN", source: "ROSTER", conversationId: null, memberId: member?.teamsUserId },
    });
  });

  it("tells guests, and makes nobody more reachable than they are", async () => {
    const guest = simulator.people.find(({ userType }) => userType === "Guest");
    const [, person, gone] = simulator.people.filter(({ userType }) => userType !== "Guest");
    if (!guest || !person || !gone) throw new Error("The practice tenant has no guest.");
    await simulator.install(person.objectId);
    await simulator.install(gone.objectId);
    await simulator.uninstall(gone.objectId);
    await want();
    await readRosters(test);
    const find = (objectId: string) =>
      db.recipient.findFirstOrThrow({ where: { externalId: objectId }, include: { reference: true } });
    expect(await find(guest.objectId)).toMatchObject({ userType: "GUEST" });
    expect(await find(person.objectId)).toMatchObject({ reference: { state: "ACTIVE", source: "INSTALL" } });
    expect(await find(gone.objectId)).toMatchObject({ reference: { state: "REMOVED", evidence: "UNINSTALLED" } });
  });

  it("loses whoever has left, and they stay in the records", async () => {
    await want();
    await readRosters(test);
    const leaver = simulator.people[700];
    if (!leaver) throw new Error("The practice tenant is too small.");
    // Quietly: as if the event had been lost.
    everybody.memberIds.delete(leaver.objectId);
    await want();
    await readRosters(test);
    expect(await membersOf()).toEqual(realMembers());
    everybody.memberIds.add(leaver.objectId);
    expect(await db.recipient.count({ where: { externalId: leaver.objectId } })).toBe(1);
  });

  it("goes on at the page where a worker died, without starting over", async () => {
    await want();
    const { connector: real } = bot;
    let pages = 0;
    const connector: RosterParts["connector"] = {
      ...real,
      read: (from) => {
        if (from.path.includes("pagedmembers") && (pages += 1) === 2) throw new Error("The worker died.");
        return real.read(from);
      },
    };
    await expect(readRosters(test, { connector })).rejects.toThrow("died");
    expect(await row()).toMatchObject({ status: "READING", membersRead: 500, leaseWorker: expect.any(String) as string });
    expect(await readRosters(test)).toBe(0);
    await passRosterWaits(test);
    const before = pageReads();
    expect(await readRosters(test)).toBe(1);
    expect(pageReads() - before).toBe(Math.ceil(everybody.memberIds.size / 500) - 1);
    expect(await membersOf()).toEqual(realMembers());
  });

  it("waits out a 429, which rests the tenant and costs no attempt", async () => {
    await want();
    breakPage({ kind: "status", status: 429, retryAfter: 30, times: 1 });
    await readRosters(test);
    expect(await row()).toMatchObject({ status: "READING", attempts: 0, leaseWorker: null });
    const slots = await reserveSlots(db, simulator.tenant.id, { count: 1, ratePerSecond: 50, maxWaitMs: 100 });
    expect(slots).toHaveProperty("pausedForMs");
    await passRosterWaits(test);
    await readRosters(test);
    expect(await row()).toMatchObject({ status: "READ" });
  });

  it.each([
    ["an app that is not there any more", { kind: "status", status: 403, code: "BotNotInConversationRoster" }, "NOT_THERE"],
    ["a team nobody knows", { kind: "status", status: 404, code: "ConversationNotFound" }, "GONE"],
    ["a refusal nobody has listed", { kind: "status", status: 400, code: "BadArgument" }, "REFUSED"],
    ["errors that do not end", { kind: "status", status: 502 }, "UNAVAILABLE"],
  ] as const)("fails with a reason at %s, and can be wanted again", async (_what, fault, error) => {
    await want();
    breakPage(fault);
    while ((await row()).status !== "FAILED") {
      await readRosters(test);
      await passRosterWaits(test);
    }
    expect(await row()).toMatchObject({ status: "FAILED", error, leaseWorker: null });
    simulator.setFaults([]);
    await want();
    await readRosters(test);
    expect(await row()).toMatchObject({ status: "READ", error: null });
  });

  it("starts over when Teams has forgotten where the reading was", async () => {
    await want();
    await readRosters(test, stoppedAt(1));
    await db.rosterRead.updateMany({ data: { cursor: "forgotten" } });
    await readRosters(test);
    expect(await row()).toMatchObject({ status: "READ", membersRead: everybody.memberIds.size });
    expect(await membersOf()).toEqual(realMembers());
  });

  it("is read once more when somebody leaves while it is being read", async () => {
    await want();
    await readRosters(test, stoppedAt(1));
    const leaver = simulator.people.find(({ objectId }) => everybody.memberIds.has(objectId) && objectId !== owner.objectId);
    if (!leaver) throw new Error("The practice tenant is too small.");
    await simulator.teamDeeds.removeMembers(everybody, owner, [leaver]);
    expect(await readRosters(test)).toBe(2);
    expect(await membersOf()).toEqual(realMembers());
    everybody.memberIds.add(leaver.objectId);
  });

  it("is read by one worker at a time, and two rosters by two", async () => {
    await simulator.teamDeeds.install(engineering, owner);
    await want();
    const readings = await Promise.all([readRosters(test), readRosters(test), readRosters(test)]);
    expect(readings.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await membersOf()).toEqual(realMembers());
    expect(await membersOf(engineering)).toEqual([...engineering.memberIds].sort());
  });

  it("is dropped when the app is removed, also while it is being read", async () => {
    await want();
    await readRosters(test, stoppedAt(1));
    await simulator.teamDeeds.uninstall(everybody, owner);
    expect(await readRosters(test)).toBe(0);
    expect(await db.rosterRead.count()).toBe(0);
  });

  it("is read by the reader beside the engine, which stops in between", async () => {
    await want();
    const reader = startRosterReader(rosterPartsOf(test));
    await expect.poll(async () => (await row()).status, { timeout: 20_000 }).toBe("READ");
    await reader.stop();
    await want();
    expect(await row()).toMatchObject({ status: "WANTED" });
  });
});

describe("the channels of a team", () => {
  it("are read with it: new ones appear, others are gone", async () => {
    const secret = { id: "19:unheard-of@thread.tacv2", name: "Unheard of" };
    everybody.channels.push(secret);
    await want();
    await readRosters(test);
    const channels = async () => {
      const rows = await db.recipient.findMany({ where: { kind: "CHANNEL" }, include: { reference: true } });
      return Object.fromEntries(rows.map(({ displayName, reference }) => [displayName, reference?.state]));
    };
    const all = Object.fromEntries(everybody.channels.map(({ name }) => [`${everybody.name} › ${name}`, "ACTIVE"]));
    expect(await channels()).toEqual(all);
    everybody.channels.pop();
    await want();
    await readRosters(test);
    expect(await channels()).toEqual({ ...all, [`${everybody.name} › Unheard of`]: "REMOVED" });
  });
});

/** A reader that is stopped in good order while it reads page number `pages`. */
function stoppedAt(pages: number): Partial<RosterParts> {
  const { connector } = bot;
  const stopping = new AbortController();
  let read = 0;
  const counting: RosterParts["connector"] = {
    ...connector,
    read: (from) => {
      if (from.path.includes("pagedmembers") && (read += 1) === pages) stopping.abort();
      return connector.read(from);
    },
  };
  return { connector: counting, stopping: stopping.signal };
}
