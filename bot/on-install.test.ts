// Installing makes a person reachable and queues one welcome, whatever the number and order of the events.
import { describe, expect, it } from "vitest";

import { listRecipients } from "@/lib/store/recipient-search";
import { getRecipientByObjectId, type Recipient } from "@/lib/store/recipients";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

const { bot, simulator, post } = await startTestBot();
const { db } = bot;
const tenantId = simulator.tenant.id;

function personAt(index: number) {
  const person = simulator.people[index];
  if (!person) throw new Error("The practice tenant is too small.");
  return person;
}

async function recipientOf(index: number): Promise<Recipient | undefined> {
  return getRecipientByObjectId(db, tenantId, personAt(index).objectId);
}

describe("installing for oneself", () => {
  it("makes the person reachable, and queues one welcome, however often the event repeats", async () => {
    const person = personAt(0);
    for (let i = 0; i < 3; i += 1) expect((await simulator.install(person.objectId)).botStatus).toBe(200);
    const recipient = await recipientOf(0);
    expect(recipient).toMatchObject({ displayName: person.displayName, state: "ACTIVE", source: "INSTALL" });
    const deliveries = await db.delivery.findMany({ where: { recipientId: recipient?.id ?? "" } });
    expect(deliveries.map(({ status }) => status)).toEqual(["QUEUED"]);
  });

  it("makes one row of twenty events at once", async () => {
    const body = JSON.stringify(activities.installationUpdate(simulator.tenant, personAt(1), "add"));
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    const { items } = await listRecipients(db, { q: personAt(1).displayName, limit: 10 });
    expect(items.map(({ state }) => state)).toEqual(["ACTIVE"]);
    expect(await db.delivery.count({ where: { recipientId: items[0]?.id ?? "" } })).toBe(1);
  });

  it("queues nothing while the welcome is paused", async () => {
    const standing = { purpose: "STANDING" };
    await db.broadcast.updateMany({ where: standing, data: { status: "PAUSED", resumeStatus: "ACTIVE", pausedBy: "PERSON" } });
    await simulator.install(personAt(2).objectId);
    await db.broadcast.updateMany({ where: standing, data: { status: "ACTIVE", resumeStatus: null, pausedBy: null } });
    const recipient = await recipientOf(2);
    expect(recipient?.state).toBe("ACTIVE");
    expect(await db.delivery.count({ where: { recipientId: recipient?.id ?? "" } })).toBe(0);
  });

  it("is undone by an uninstall, and done again by a reinstall", async () => {
    const { objectId } = personAt(3);
    await simulator.install(objectId);
    await simulator.uninstall(objectId);
    expect(await recipientOf(3)).toMatchObject({ state: "REMOVED", evidence: "UNINSTALLED" });
    await simulator.install(objectId);
    expect(await recipientOf(3)).toMatchObject({ state: "ACTIVE", evidence: "INSTALL" });
  });

  it("is not undone by an uninstall that is older than the install", async () => {
    const remove = activities.installationUpdate(simulator.tenant, personAt(4), "remove");
    await simulator.install(personAt(4).objectId);
    await post(JSON.stringify({ ...remove, timestamp: "2026-01-01T00:00:00.000Z" }));
    expect((await recipientOf(4))?.state).toBe("ACTIVE");
  });

  it("names the team, its channel and the installer in the welcome of a member", async () => {
    const team = simulator.teams[0];
    if (!team) throw new Error("The practice tenant has no team.");
    await simulator.teamDeeds.install(team, personAt(5));
    await simulator.teamDeeds.addMembers(team, personAt(5), [personAt(6)]);
    expect(await recipientOf(6)).toMatchObject({ state: "KNOWN", source: "CONVERSATION_UPDATE" });
    await simulator.install(personAt(6).objectId);
    const delivery = await db.delivery.findFirst({ where: { recipientId: (await recipientOf(6))?.id ?? "" } });
    expect(delivery?.context).toEqual({ team: team.name, channel: "General", installer: personAt(5).displayName });
  });
});
