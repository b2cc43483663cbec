// How many people a decision holds for: none without approval beyond the limit, and with it no more than it was about. An
// approval of a group of 1 100 let 51 100 through, whom its owner had added in between.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";

import { getBroadcast } from "@/lib/store/broadcasts";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { resolvePage } from "@/lib/store/resolve-page";
import { saveTeam } from "@/lib/store/teams";
import { HOUSE_TENANT as TENANT, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { sendBroadcast } from "./send-broadcast";

const { db, author, bruno, draft, asked, rule, approve, statusOf } = await startApprovalHouse();
beforeEach(() => rule({ above: 4 }));

describe("what needs approval", () => {
  it("is what has grown beyond the limit when its audience is frozen", async () => {
    await rule({ above: 5 });
    const { id } = await draft();
    expect((await sendBroadcast.run(db, author, { id })).status).toBe("SCHEDULED");
    await db.recipient.create({ data: { tenantId: TENANT, externalId: "late", displayName: "Late" } });
    await startDueBroadcasts(db);
    while (await resolvePage(db));
    const failed = await getBroadcast(db, id);
    expect([failed?.status, failed?.statusReason]).toEqual(["FAILED", expect.stringContaining("6 people")]);
    expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(0);
    await db.recipient.deleteMany({ where: { externalId: "late" } });
    await rule({ above: 4 });
    expect((await sendBroadcast.run(db, author, { id })).status).toBe("IN_REVIEW");
  });

  it("is what grows while its audience is frozen", async () => {
    await rule({ above: 5 });
    const { id } = await draft();
    await sendBroadcast.run(db, author, { id });
    await startDueBroadcasts(db);
    expect(await resolvePage(db, 3)).toBe(true);
    const late = { tenantId: TENANT, externalId: "late", displayName: "Late", createdAt: new Date(0) };
    await db.recipient.create({ data: { ...late, id: "ffffffff-ffff-4fff-bfff-ffffffffffff" } });
    while (await resolvePage(db, 3));
    const failed = await getBroadcast(db, id);
    expect([failed?.status, failed?.statusReason]).toEqual(["FAILED", expect.stringContaining("6 people")]);
    expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(0);
    await db.recipient.deleteMany({ where: { externalId: "late" } });
  });
});

describe("an approval", () => {
  it("does not hold for an audience that has grown beyond it when it is frozen", async () => {
    const { id } = await asked();
    expect(await approve(bruno, id)).toMatchObject({ status: "SCHEDULED", unapprovedLimit: 6 });
    const late = [1, 2].map((n) => ({ tenantId: TENANT, externalId: `late${n}`, displayName: "Late" }));
    await db.recipient.createMany({ data: late });
    await startDueBroadcasts(db);
    while (await resolvePage(db));
    const statusReason = "It comes to 7 people, and its approval holds for up to 6. Send it again to ask for another.";
    expect(await getBroadcast(db, id)).toMatchObject({ status: "FAILED", statusReason });
    expect(await sendBroadcast.run(db, author, { id })).toMatchObject({ status: "IN_REVIEW", review: { people: 7 } });
    expect(await approve(bruno, id)).toMatchObject({ unapprovedLimit: 8 });
    await startDueBroadcasts(db);
    while (await resolvePage(db));
    expect(await statusOf(id)).toBe("SENDING");
    await db.recipient.deleteMany({ where: { displayName: "Late" } });
  });

  it("holds for an audience that has grown by a person, and for as many as need none", async () => {
    const { id } = await asked();
    await approve(bruno, id);
    await db.recipient.create({ data: { tenantId: TENANT, externalId: "late", displayName: "Late" } });
    await startDueBroadcasts(db);
    while (await resolvePage(db));
    expect(await statusOf(id)).toBe("SENDING");
    await db.recipient.deleteMany({ where: { externalId: "late" } });
    await rule({ above: 100, urgent: true });
    const urgent = await asked({ priority: "URGENT" });
    expect(await approve(bruno, urgent.id)).toMatchObject({ unapprovedLimit: 100 });
  });

  it("holds for what is counted when it is given, where nobody could before, and for any number while nobody can", async () => {
    const group = { tenantId: TENANT, objectId: randomUUID(), name: "Unread", kind: "SECURITY" };
    const { id: groupId } = await db.entraGroup.create({ data: group, select: { id: true } });
    const audience = { kind: "ENTRA_GROUP" as const, groupIds: [groupId] };
    const [unread, read] = [await asked({ audience }), await asked({ audience })];
    expect(read.review).toEqual({ reasons: ["UNCOUNTED"], people: null });
    expect(await approve(bruno, unread.id)).toMatchObject({ status: "SCHEDULED", unapprovedLimit: null });
    const people = await db.recipient.findMany({ select: { id: true } });
    await db.entraGroupMember.createMany({ data: people.map(({ id }) => ({ groupId, recipientId: id, generation: 0 })) });
    await db.entraGroup.update({ where: { id: groupId }, data: { reading: "READ", readAt: new Date() } });
    expect(await approve(bruno, read.id)).toMatchObject({ status: "SCHEDULED", unapprovedLimit: 6 });
    await db.broadcast.deleteMany({ where: { id: { in: [unread.id, read.id] } } });
    await db.entraGroup.delete({ where: { id: groupId } });
  });

  // The roster of a team in which the app is new came to nobody, and the approval held for nobody.
  it("is about nobody's number while a team was never read", async () => {
    await rule({ urgent: true });
    const seen = { serviceUrl: "https://x/", botId: "28:b", at: new Date() };
    const teamId = await saveTeam(db, { tenantId: TENANT, teamsId: "19:new", name: "New", ...seen, installed: { at: seen.at } });
    const { id, review } = await asked({ audience: { kind: "TEAM_MEMBERS", teamIds: [teamId] }, priority: "URGENT" });
    expect(review).toEqual({ reasons: ["URGENT"], people: null });
    expect(await approve(bruno, id)).toMatchObject({ unapprovedLimit: null });
    await db.broadcast.delete({ where: { id } });
  });

  it("is about whom a list names by now, as the freeze is", async () => {
    const counts = { rows: 5, unknown: 5 };
    const list = { name: "Five", authorName: "Ada", status: "READY", ...counts };
    const { id: listId } = await db.audienceList.create({ data: list });
    const lines = [0, 1, 2, 3, 4].map((n) => ({ listId, line: n + 1, value: `r${n}`, reason: "UNKNOWN" }));
    await db.audienceListFlaw.createMany({ data: lines });
    const { id, review } = await asked({ audience: { kind: "CSV", listId } });
    expect(review).toEqual({ reasons: ["AUDIENCE"], people: 5 });
    await db.broadcast.delete({ where: { id } });
  });

  it("stops nothing that the rule as it is now would not ask about", async () => {
    const { id } = await asked();
    await approve(bruno, id);
    const late = [1, 2].map((n) => ({ tenantId: TENANT, externalId: `late${n}`, displayName: "Late" }));
    await db.recipient.createMany({ data: late });
    await rule({});
    await startDueBroadcasts(db);
    while (await resolvePage(db));
    expect(await statusOf(id)).toBe("SENDING");
    await db.recipient.deleteMany({ where: { displayName: "Late" } });
  });
});
