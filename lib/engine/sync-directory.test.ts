// The directory of the simulated tenant, read through our client into a real PostgreSQL: rounds, interruptions, people who
// leave and come back, and the members of groups.
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { beforeEach, describe, expect, test } from "vitest";

import { uploadList } from "@/lib/commands/upload-list";
import type { Directory } from "@/lib/domain/directory-port";
import type { JobEnd } from "@/lib/domain/job";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { SELECT_USERS } from "@/lib/graph/users";
import { getList } from "@/lib/store/audience-lists";
import { getDirectorySync } from "@/lib/store/directory-syncs";
import { getGroup, listGroups } from "@/lib/store/entra-groups";
import { estimateAudience } from "@/lib/store/estimate-audience";
import { wantGroupReadings } from "@/lib/store/group-readings";
import { saveOptOut } from "@/lib/store/opt-outs";
import { recordSighting } from "@/lib/store/references";
import { AUTHOR } from "@/lib/testing/make-broadcast";
import { startTestTenant } from "@/lib/testing/start-test-tenant";
import { truncate } from "@/lib/testing/truncate";
import { GRAPH_ROLES } from "@/simulator/settings";

import { readOneGroup } from "./read-groups";

const PEOPLE = 60;
const tenant = await startTestTenant({ people: PEOPLE, groups: 45, settings: { graphDeltaPageSize: 10 } });
const { db, simulator, directory: opened, parts } = tenant;
const tenantId = simulator.tenant.id;

/** Pages of ten, so that a round has several. */
simulator.changeSettings({ graphPageSize: 10 });

beforeEach(async () => {
  await truncate(db, "recipients", "directory_syncs", "entra_groups");
  simulator.setFaults([]);
});

/** `disturb` stands between the job and the directory. */
function sync(disturb: (directory: Directory) => Directory = (directory) => directory, signal?: AbortSignal): Promise<JobEnd> {
  const handler = createDirectorySync({ ...parts, directoryOf: () => disturb(opened) });
  return handler({ key: tenantId, signal: signal ?? new AbortController().signal, report: () => Promise.resolve() });
}

const personOf = (objectId: string) =>
  db.recipient.findFirstOrThrow({ where: { externalId: objectId }, include: { reference: true, optOuts: true } });
const stillThere = () => simulator.people.filter(({ isDeleted }) => !isDeleted);

describe("a sync", () => {
  test("makes everybody a recipient, and says what kind of account they have", async () => {
    const [disabled, unlicensed] = stillThere();
    simulator.tenant.directory.changePerson(disabled!, { accountEnabled: false });
    simulator.tenant.directory.changePerson(unlicensed!, { licence: "WITHOUT_TEAMS" });
    expect(await sync()).toEqual({ kind: "DONE" });
    expect(await db.recipient.count()).toBe(stillThere().length);
    expect(await personOf(disabled!.objectId)).toMatchObject({ account: "DISABLED", displayName: disabled!.displayName });
    expect(await personOf(unlicensed!.objectId)).toMatchObject({ account: "UNLICENSED" });
    const guests = stillThere().filter(({ userType }) => userType === "Guest").length;
    expect(await db.recipient.count({ where: { userType: "GUEST" } })).toBe(guests);
    const state = { round: "FULL", cursor: null, expected: stillThere().length, groups: 45 };
    expect(await getDirectorySync(db, tenantId)).toMatchObject(state);
  });

  test("after the first reads only what has changed", async () => {
    await sync();
    const [changed] = stillThere();
    simulator.tenant.directory.changePerson(changed!, { department: "Lighthouse", jobTitle: null });
    const before = opened.requests;
    expect(await sync()).toEqual({ kind: "DONE" });
    // One page of changes, one of groups.
    expect(opened.requests - before).toBe(2);
    expect(await personOf(changed!.objectId)).toMatchObject({ department: "Lighthouse", jobTitle: null });
    expect(await getDirectorySync(db, tenantId)).toMatchObject({ round: "CHANGES", people: 1 });
  });

  test("finds people whom a list named before the directory was read", async () => {
    const named = stillThere().slice(0, 2).map(({ objectId }) => objectId);
    const pieces = [Buffer.from([...named, randomUUID()].join("\n"))];
    const list = await uploadList(db, AUTHOR, { name: "Early", bytes: Readable.from(pieces) });
    expect(list).toMatchObject({ rows: 3, people: 0, unknown: 3 });
    await sync();
    expect(await getList(db, list.id)).toMatchObject({ rows: 3, people: 2, unknown: 1, duplicates: 0, malformed: 0 });
    expect(await db.audienceListEntry.count({ where: { recipient: { externalId: { in: named } } } })).toBe(2);
    await db.audienceList.delete({ where: { id: list.id } });
  });

  test("keeps what the bot knows of a person", async () => {
    const person = stillThere()[5];
    const { recipientId } = await recordSighting(db, {
      tenantId, objectId: person!.objectId, displayName: "As Teams says", locale: "fr-FR", serviceUrl: "https://teams.invalid/",
      botId: "28:herald", memberId: "29:one", conversationId: "a:one", source: "MESSAGE", seenAt: new Date(),
    });
    await sync();
    const row = await personOf(person!.objectId);
    expect(row).toMatchObject({ id: recipientId, locale: "fr-FR", displayName: person!.displayName, account: "ENABLED" });
    expect(row.reference).toMatchObject({ state: "ACTIVE", conversationId: "a:one" });
  });
});

describe("an interrupted sync", () => {
  test("goes on behind the last page it saved", async () => {
    let pages = 0;
    const dying = (directory: Directory): Directory => ({
      ...directory,
      readPeople: (link, signal) => {
        pages += 1;
        if (pages > 3) throw new Error("The process died.");
        return directory.readPeople(link === null ? withSmallPages() : link, signal);
      },
    });
    await expect(sync(dying)).rejects.toThrow("died");
    const half = await getDirectorySync(db, tenantId);
    expect(half).toMatchObject({ pages: 3, people: 30 });
    const before = opened.requests;
    expect(await sync()).toEqual({ kind: "DONE" });
    const rest = Math.ceil((stillThere().length - 30) / 10);
    expect(opened.requests - before).toBe(rest + 1);
    expect(await db.recipient.count()).toBe(stillThere().length);
    expect(await getDirectorySync(db, tenantId)).toMatchObject({ people: stillThere().length, cursor: null });
  });

  test("by a stop says so, and loses nothing", async () => {
    const stopping = new AbortController();
    const slow = (directory: Directory): Directory => ({
      ...directory,
      readPeople: async (link, signal) => {
        const answer = await directory.readPeople(link ?? withSmallPages(), signal);
        stopping.abort();
        return answer;
      },
    });
    expect(await sync(slow, stopping.signal)).toEqual({ kind: "STOPPED" });
    expect(await getDirectorySync(db, tenantId)).toMatchObject({ pages: 1, people: 10 });
    expect(await sync()).toEqual({ kind: "DONE" });
    expect(await db.recipient.count()).toBe(stillThere().length);
  });

  test("whose place has expired starts over, and finds who left meanwhile", async () => {
    await sync();
    const leaver = stillThere().at(-1)!;
    simulator.tenant.directory.deletePerson(leaver);
    simulator.tenant.directory.epoch += 1;
    expect(await sync()).toEqual({ kind: "DONE" });
    expect(await getDirectorySync(db, tenantId)).toMatchObject({ round: "FULL", departed: 1 });
    expect(await personOf(leaver.objectId)).toMatchObject({ account: "DELETED" });
  });
});

describe("a departed person", () => {
  test("cannot be reached any more, and keeps their opt-outs; back again they can", async () => {
    const person = stillThere().at(-1)!;
    await sync();
    const { recipientId } = await recordSighting(db, {
      tenantId, objectId: person.objectId, serviceUrl: "https://teams.invalid/", botId: "28:herald", memberId: "29:two",
      conversationId: "a:two", source: "MESSAGE", seenAt: new Date(),
    });
    await saveOptOut(db, { recipientId, topicId: null });
    simulator.tenant.directory.deletePerson(person);
    await sync();
    const gone = await personOf(person.objectId);
    expect(gone).toMatchObject({ account: "DELETED", reference: { state: "REMOVED", evidence: "DEPARTED" } });
    expect(gone.optOuts).toHaveLength(1);
    delete person.isDeleted;
    simulator.tenant.directory.addPerson(person);
    await sync();
    const back = { account: "ENABLED", reference: { state: "KNOWN", evidence: "RETURNED" } };
    expect(await personOf(person.objectId)).toMatchObject(back);
  });
});

describe("a departed person who had blocked the bot", () => {
  // They came back as KNOWN: the next broadcast was written to somebody of whom Herald had known that they blocked the bot, and
  // when they did was forgotten.
  test("has blocked it still when they are back, since the same time and on the same evidence", async () => {
    const person = stillThere().at(-1)!;
    await sync();
    const { recipientId } = await recordSighting(db, {
      tenantId, objectId: person.objectId, serviceUrl: "https://teams.invalid/", botId: "28:herald", memberId: "29:three",
      conversationId: "a:three", source: "MESSAGE", seenAt: new Date(),
    });
    const blocked = { state: "BLOCKED", evidence: "ForbiddenOperationException", stateSince: new Date("2026-01-02T03:04:05Z") };
    await db.conversationReference.update({ where: { recipientId }, data: blocked });
    simulator.tenant.directory.deletePerson(person);
    await sync();
    expect(await personOf(person.objectId)).toMatchObject({ account: "DELETED", reference: blocked });
    const { removed, blocked: reachable } = await estimateAudience(db, {
      audience: { kind: "RECIPIENTS", recipientIds: [recipientId] }, topic: null, ratePerSecond: 1,
    });
    expect({ removed, reachable }).toEqual({ removed: 1, reachable: 0 });
    delete person.isDeleted;
    simulator.tenant.directory.addPerson(person);
    await sync();
    expect(await personOf(person.objectId)).toMatchObject({ account: "ENABLED", reference: blocked });
  });
});

describe("a refused sync", () => {
  test("names the consent that is missing, and is not tried again by itself", async () => {
    simulator.changeSettings({ graphRoles: [] });
    simulator.tenant.tokens.invalidateAll();
    expect(await sync()).toEqual({ kind: "FAILED", code: "CONSENT_PEOPLE", again: false });
    simulator.changeSettings({ graphRoles: ["User.Read.All"] });
    simulator.tenant.tokens.invalidateAll();
    expect(await sync()).toEqual({ kind: "DONE", problem: "CONSENT_GROUPS" });
    simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
    simulator.tenant.tokens.invalidateAll();
    expect(await db.recipient.count()).toBe(stillThere().length);
  });

  // Who does not want groups does not consent to them, and then no sync ever ended: nobody came onto the lists by it.
  test("of groups alone costs nothing of what is done with people", async () => {
    const { objectId } = stillThere()[0]!;
    const list = await uploadList(db, AUTHOR, { name: "Early", bytes: Readable.from([Buffer.from(`${objectId}\n`)]) });
    expect(list).toMatchObject({ people: 0, unknown: 1 });
    simulator.setFaults([{ kind: "status", status: 403, match: { operations: ["listGroups"] } }]);
    expect(await sync()).toMatchObject({ kind: "DONE", problem: expect.any(String) as unknown });
    expect(await getList(db, list.id)).toMatchObject({ people: 1, unknown: 0 });
    simulator.setFaults([{ kind: "status", status: 503, match: { operations: ["listGroups"] } }]);
    expect(await sync()).toEqual({ kind: "FAILED", code: "UNREACHABLE", again: true });
    await db.audienceList.delete({ where: { id: list.id } });
  });

  test("is tried again when Graph only does not answer", async () => {
    simulator.setFaults([{ kind: "status", status: 503, match: { operations: ["deltaUsers"] } }]);
    expect(await sync()).toEqual({ kind: "FAILED", code: "UNREACHABLE", again: true });
  });

  test("says that nothing is configured where there is no directory", async () => {
    const handler = createDirectorySync({ ...parts, directoryOf: () => undefined });
    const run = { key: tenantId, signal: new AbortController().signal, report: () => Promise.resolve() };
    expect(await handler(run)).toEqual({ kind: "FAILED", code: "NOT_CONFIGURED", again: false });
  });
});

describe("the members of a group", () => {
  const { signal } = new AbortController();

  async function largestGroup() {
    const groups = simulator.tenant.directory.groups();
    const size = (group: (typeof groups)[number]) => simulator.tenant.directory.transitiveMembers(group).length;
    const largest = groups.reduce((left, right) => (size(right) > size(left) ? right : left));
    const { id } = await db.entraGroup.findFirstOrThrow({ where: { objectId: largest.id } });
    return { id, expected: size(largest) };
  }

  test("are read when somebody wants them, and not before", async () => {
    await sync();
    expect(await readOneGroup(parts, signal)).toBe(false);
    const { id, expected } = await largestGroup();
    await wantGroupReadings(db, [id]);
    expect(await readOneGroup(parts, signal)).toBe(true);
    expect(await getGroup(db, id)).toMatchObject({ reading: "READ", memberCount: expected });
    expect(await db.entraGroupMember.count({ where: { groupId: id } })).toBe(expected);
    expect(await readOneGroup(parts, signal)).toBe(false);
  });

  test("that cannot be read keep the last reading, with the reason in words", async () => {
    await sync();
    const { id, expected } = await largestGroup();
    await wantGroupReadings(db, [id]);
    await readOneGroup(parts, signal);
    await wantGroupReadings(db, [id]);
    const message = "Insufficient privileges to complete the operation.";
    simulator.setFaults([{ kind: "status", status: 403, message, match: { operations: ["listTransitiveMembers"] } }]);
    await readOneGroup(parts, signal);
    const failed = await getGroup(db, id);
    expect(failed).toMatchObject({ reading: "FAILED", memberCount: expected });
    expect(failed?.readError).toContain("GroupMember.Read.All");
  });

  test("interrupted go on behind the last page; wanted again meanwhile they are read anew", async () => {
    await sync();
    const { id, expected } = await largestGroup();
    await wantGroupReadings(db, [id]);
    const stopping = new AbortController();
    const stopAfterOne: Directory = {
      ...opened,
      readMembers: async (groupId, link, given) => {
        const answer = await opened.readMembers(groupId, link, given);
        const next = answer.ok && answer.value.items.length > 3
          ? { ok: true as const, value: { items: answer.value.items.slice(0, 3), next: "later" } } : answer;
        if (link === "later") return { ok: false, failure: { code: "STOPPED" } };
        stopping.abort();
        return next;
      },
    };
    await readOneGroup({ ...parts, directoryOf: () => stopAfterOne }, stopping.signal);
    // Somebody whom the broken reading has met, and the next one does not: they have left in between.
    const { id: leaver } = await db.recipient.create({ data: { tenantId, externalId: "leaver", displayName: "Leaver" } });
    const { generation } = await db.entraGroup.findUniqueOrThrow({ where: { id } });
    await db.entraGroupMember.create({ data: { groupId: id, recipientId: leaver, generation: generation + 1 } });
    const half = await db.entraGroup.findUniqueOrThrow({ where: { id } });
    expect(half).toMatchObject({ reading: "WANTED", readCursor: "later", leaseUntil: null });
    await wantGroupReadings(db, [id]);
    await readOneGroup(parts, signal);
    expect(await getGroup(db, id)).toMatchObject({ reading: "READ", memberCount: expected });
    expect(await db.entraGroupMember.count({ where: { recipientId: leaver } })).toBe(0);
  });

  test("are found by name, page by page", async () => {
    await sync();
    const first = await listGroups(db, { limit: 20 });
    const second = await listGroups(db, { limit: 100, cursor: first.next ?? "" });
    expect([...first.items, ...second.items]).toHaveLength(45);
    const { items } = await listGroups(db, { q: first.items[3]!.name.toUpperCase(), limit: 10 });
    expect(items.map(({ id }) => id)).toContain(first.items[3]!.id);
  });
});

/** The first page of a round of pages of ten. */
function withSmallPages(): string {
  return `users/delta?${SELECT_USERS}&$top=10`;
}
