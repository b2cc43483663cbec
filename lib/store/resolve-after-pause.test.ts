// A broadcast that is paused before its audience is frozen begins its readings anew when it goes on: what had been read before a
// pause of days counted as read, whoever had come or gone since.
import { beforeEach, describe, expect, test } from "vitest";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";
import type { Town } from "@/lib/testing/audience-town";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { openResolveHouse } from "@/lib/testing/resolve-house";

import { getBroadcast } from "./broadcasts";
import { startDueBroadcasts } from "./finish-broadcasts";
import { resolvePage } from "./resolve-page";

const house = await openResolveHouse();
const { db, resolveAll, frozenOf, readGroup } = house;
let town: Town;
let people: string[];
beforeEach(() => {
  town = house.town();
  people = town.people.filter(({ kind }) => kind === "PERSON").map(({ id }) => id);
});

const pause = (id: string) => pauseBroadcast.run(db, SYSTEM_ACTOR, { id });

/** Days later. */
async function resume(id: string): Promise<void> {
  await db.$executeRaw`UPDATE broadcasts SET resolving_at = resolving_at - interval '3 days' WHERE id = ${id}::uuid`;
  await resumeBroadcast.run(db, SYSTEM_ACTOR, { id });
  await resolveAll();
}

describe("an audience that was paused before it was frozen", () => {
  test("has its groups read anew, those too that had been read", async () => {
    const [first = "", second = ""] = town.groupIds;
    const id = await sendToAll(db, { audience: { kind: "ENTRA_GROUP", groupIds: town.groupIds } });
    await resolveAll();
    await readGroup(first, people.slice(0, 3));
    await pause(id);
    await resume(id);
    await readGroup(second, people.slice(4, 6));
    await resolveAll();
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    expect(await db.entraGroup.findFirst({ where: { id: first ?? "" } })).toMatchObject({ reading: "WANTED" });
    await readGroup(first, people.slice(1, 3));
    await resolveAll();
    expect(await frozenOf(id)).toEqual(new Set([...people.slice(1, 3), ...people.slice(4, 6)]));
  });

  test("has an old roster renewed", async () => {
    const [teamId = ""] = town.teamIds;
    await db.rosterRead.deleteMany();
    const id = await sendToAll(db, { audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] } });
    await resolveAll();
    await pause(id);
    await db.$executeRaw`UPDATE roster_reads SET status = 'READ', read_at = now() - interval '4 days'`;
    await resume(id);
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    expect(await db.rosterRead.findMany({ select: { status: true } })).toEqual([{ status: "WANTED" }]);
  });

  test("has in it who came meanwhile", async () => {
    const id = await sendToAll(db);
    await startDueBroadcasts(db);
    await pause(id);
    const { tenantId } = await db.recipient.findFirstOrThrow();
    const newcomer = { tenantId, externalId: "newcomer", displayName: "Newcomer" };
    const { id: recipientId } = await db.recipient.create({ data: newcomer });
    await resume(id);
    expect(await frozenOf(id)).toContain(recipientId);
  });

  test("stays as it was frozen when that had begun", async () => {
    const id = await sendToAll(db);
    await startDueBroadcasts(db);
    await resolvePage(db, 2);
    const { resolvingAt } = await db.broadcast.findUniqueOrThrow({ where: { id } });
    await pause(id);
    await resumeBroadcast.run(db, SYSTEM_ACTOR, { id });
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", resolvingAt });
  });

  test("has all its groups read anew when one was read meanwhile and it starts over", async () => {
    const [first = "", second = ""] = town.groupIds;
    const id = await sendToAll(db, { audience: { kind: "ENTRA_GROUP", groupIds: town.groupIds } });
    await resolveAll();
    await readGroup(first, people.slice(0, 3));
    await readGroup(second, people.slice(4, 6));
    await resolvePage(db, 2);
    await resolvePage(db, 2);
    await pause(id);
    await readGroup(first, people.slice(0, 2));
    await resume(id);
    expect(await getBroadcast(db, id)).toMatchObject({ status: "RESOLVING", freezingAt: null });
    for (const group of [first, second]) await readGroup(group, people.slice(1, 2));
    await resolveAll();
    expect(await frozenOf(id)).toEqual(new Set(people.slice(1, 2)));
  });
});
