// The directory of the simulated tenant, read through our client into a real PostgreSQL: rounds, interruptions, people who
// leave and come back, and the members of groups.
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import type { Directory } from "@/lib/domain/directory-port";
import type { JobEnd } from "@/lib/domain/job";
import { createDirectorySync } from "@/lib/engine/sync-directory";
import { SELECT_USERS } from "@/lib/graph/users";
import { openDb } from "@/lib/store/db";
import { getDirectorySync } from "@/lib/store/directory-syncs";
import { getGroup, listGroups } from "@/lib/store/entra-groups";
import { wantGroupReadings } from "@/lib/store/group-readings";
import { saveOptOut } from "@/lib/store/opt-outs";
import { recordSighting } from "@/lib/store/references";
import { createTestDatabase } from "@/lib/testing/database";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { GRAPH_ROLES } from "@/simulator/settings";
import { startSimulator } from "@/simulator/simulator";

import { readOneGroup } from "./read-groups";

const PEOPLE = 60;
const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 4);
const simulator = await startSimulator({ people: PEOPLE, groups: 45, settings: { limits: false, graphDeltaPageSize: 10 } });
afterAll(async () => {
  await simulator.close();
  await db.$disconnect();
});
const opened = openTestDirectory(simulator);
const tenantId = simulator.tenant.id;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Pages of ten, so that a round has several. */
simulator.changeSettings({ graphPageSize: 10 });

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE recipients, directory_syncs, entra_groups CASCADE`;
  simulator.setFaults([]);
});

/** `disturb` stands between the job and the directory. */
function sync(disturb: (directory: Directory) => Directory = (directory) => directory, signal?: AbortSignal): Promise<JobEnd> {
  const handler = createDirectorySync({ db, directoryOf: () => disturb(opened), log });
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

describe("a refused sync", () => {
  test("names the consent that is missing, and is not tried again by itself", async () => {
    simulator.changeSettings({ graphRoles: [] });
    simulator.tenant.tokens.invalidateAll();
    expect(await sync()).toEqual({ kind: "FAILED", code: "CONSENT_PEOPLE", again: false });
    simulator.changeSettings({ graphRoles: ["User.Read.All"] });
    simulator.tenant.tokens.invalidateAll();
    expect(await sync()).toEqual({ kind: "FAILED", code: "CONSENT_GROUPS", again: false });
    simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
    simulator.tenant.tokens.invalidateAll();
    expect(await db.recipient.count()).toBe(stillThere().length);
  });

  test("is tried again when Graph only does not answer", async () => {
    simulator.setFaults([{ kind: "status", status: 503, match: { operations: ["deltaUsers"] } }]);
    expect(await sync()).toEqual({ kind: "FAILED", code: "UNREACHABLE", again: true });
  });

  test("says that nothing is configured where there is no directory", async () => {
    const handler = createDirectorySync({ db, directoryOf: () => undefined, log });
    const run = { key: tenantId, signal: new AbortController().signal, report: () => Promise.resolve() };
    expect(await handler(run)).toEqual({ kind: "FAILED", code: "NOT_CONFIGURED", again: false });
  });
});

describe("the members of a group", () => {
  const parts = { db, directoryOf: () => opened, log };
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
    const half = await db.entraGroup.findUniqueOrThrow({ where: { id } });
    expect(half).toMatchObject({ reading: "WANTED", readCursor: "later", leaseUntil: null });
    await wantGroupReadings(db, [id]);
    await readOneGroup(parts, signal);
    expect(await getGroup(db, id)).toMatchObject({ reading: "READ", memberCount: expected });
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
