// An event of another system on a real database: once for each key under any concurrency, refused in words, within the
// limits of its API key, and never more than its role may do.
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { AppError } from "@/lib/errors";
import { getBroadcast } from "@/lib/store/broadcasts";
import { openDb } from "@/lib/store/db";
import { listEvents } from "@/lib/store/external-events";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { recordSighting } from "@/lib/store/references";
import { resolvePage } from "@/lib/store/resolve-page";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { createTestDatabase } from "@/lib/testing/database";

import { type Actor } from "./command";
import { createApiKey } from "./create-api-key";
import { createTopic } from "./create-topic";
import { receiveEvent } from "./receive-event";
import { resumeBroadcast } from "./resume-broadcast";
import { saveTemplate } from "./save-template";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 12);
afterAll(() => db.$disconnect());

const ADMIN: Actor = { kind: "SYSTEM", name: "test" };
const TEMPLATE = {
  ...COMPLETE_NOTIFICATION,
  title: "{{event.service|A service}} is {{event.state}}",
  actor: "",
  affected: "",
} as const;
const EVENT = {
  template: "Incident",
  topic: "company-news",
  system: "Monitoring",
  actor: "Watchdog",
  affected: "Mail",
  variables: { state: "down" },
  people: ["ann@a.example"],
};

const NO_TEAM = { kind: "TEAM_MEMBERS", teamIds: ["00000000-0000-4000-8000-000000000000"] };

let templateId = "";
beforeAll(async () => {
  templateId = (await saveTemplate.run(db, ADMIN, { name: "Incident", message: TEMPLATE })).id;
  await createTopic.run(db, ADMIN, { key: "safety", name: "Safety", mandatory: true });
  for (const name of ["ann", "ben", "cleo"]) await meet(`${name}@a.example`, "t", name);
  await meet("cleo@a.example", "other-tenant", "cleo-2");
  await db.recipient.updateMany({ where: { externalId: "ben" }, data: { principalName: "Ben@B.example" } });
});

function meet(email: string, tenantId: string, objectId: string) {
  const seenAt = new Date();
  return recordSighting(db, { tenantId, objectId, email, serviceUrl: "https://x/", botId: "28:b", source: "MESSAGE", seenAt });
}

async function makeKey(role: "author" | "admin" = "author", limits: { eventsPerMinute?: number; peoplePerEvent?: number } = {}) {
  const { id } = await createApiKey.run(db, ADMIN, { name: "monitoring", role, ...limits });
  return { kind: "API_KEY", id, name: "monitoring", role } as const;
}

let count = 0;
const nextKey = (): string => `key-${(count += 1)}`;

/** What was refused: the code, and the paths of its issues. */
async function refusal(actor: Actor, event: Record<string, unknown>): Promise<string[]> {
  try {
    await receiveEvent.run(db, actor, { ...EVENT, ...event });
  } catch (error) {
    if (error instanceof AppError) return [error.code, ...error.issues.map(({ path }) => path)];
    throw error;
  }
  return [];
}

async function accepted(actor: Actor, event: Record<string, unknown> = {}) {
  const result = await receiveEvent.run(db, actor, { ...EVENT, idempotencyKey: nextKey(), ...event });
  if (result.kind === "DRY_RUN") throw new Error("This was only tried.");
  return result;
}

const ids = async ({ id }: { id: string }): Promise<Set<string>> =>
  new Set((await db.externalEvent.findMany({ where: { apiKeyId: id }, select: { id: true } })).map((row) => row.id));

describe("an event", () => {
  it("becomes a broadcast by the key, with the facts of the event", async () => {
    const key = await makeKey();
    const { broadcastId, event } = await accepted(key);
    expect(event).toMatchObject({ keyName: "monitoring", system: "Monitoring", templateId, people: 1, outcome: "ACCEPTED" });
    expect(await getBroadcast(db, broadcastId)).toMatchObject({
      status: "SCHEDULED",
      purpose: "NORMAL",
      authorId: null,
      authorName: "monitoring",
      message: { title: "A service is down", actor: "Watchdog", affected: "Mail" },
      estimate: { total: 1 },
    });
    const [audit] = await db.auditEvent.findMany({ where: { targetId: broadcastId } });
    expect(audit).toMatchObject({ command: "receive-event", actorId: key.id, detail: { people: 1 } });
  });

  it("finds its template by id, and people by object id, principal name and e-mail in any letter case", async () => {
    const { broadcastId } = await accepted(await makeKey(), {
      template: templateId, people: ["ANN@A.example", "ann", "BEN@b.EXAMPLE"],
    });
    const broadcast = await getBroadcast(db, broadcastId);
    const names = await db.recipient.findMany({ where: { externalId: { in: ["ann", "ben"] } }, select: { id: true } });
    const recipientIds: unknown = expect.arrayContaining(names.map(({ id }) => id));
    expect(broadcast?.audience).toEqual({ kind: "RECIPIENTS", recipientIds });
    expect(broadcast?.estimate?.total).toBe(2);
  });

  it("is answered the same again, whatever the order of its fields", async () => {
    const key = await makeKey();
    const idempotencyKey = nextKey();
    const { event, broadcastId } = await accepted(key, { idempotencyKey });
    const { people, ...rest } = EVENT;
    const again = await receiveEvent.run(db, key, { people, ...rest, idempotencyKey });
    expect(again).toEqual({ event, broadcastId, kind: "REPLAYED" });
  });

  it("is one broadcast even when ten send it at once", async () => {
    const key = await makeKey();
    const idempotencyKey = nextKey();
    const results = await Promise.all(Array.from({ length: 10 }, () => accepted(key, { idempotencyKey })));
    expect(new Set(results.map(({ broadcastId }) => broadcastId)).size).toBe(1);
    expect(results.filter(({ kind }) => kind === "ACCEPTED")).toHaveLength(1);
    expect((await ids(key)).size).toBe(1);
  });

  it("is refused under a key that was used for another one, and not under another API key", async () => {
    const key = await makeKey();
    const idempotencyKey = nextKey();
    await accepted(key, { idempotencyKey });
    expect(await refusal(key, { idempotencyKey, affected: "Files" })).toEqual(["CONFLICT", "Idempotency-Key"]);
    await accepted(await makeKey(), { idempotencyKey, affected: "Files" });
  });

  it("may use a key again once it has expired, and stays in the log", async () => {
    const key = await makeKey();
    const idempotencyKey = nextKey();
    const first = await accepted(key, { idempotencyKey });
    await db.$executeRaw`
      UPDATE external_events SET received_at = now() - interval '24 hours 1 second' WHERE id = ${first.event.id}::uuid`;
    const second = await accepted(key, { idempotencyKey, affected: "Files" });
    expect(second.broadcastId).not.toBe(first.broadcastId);
    expect((await ids(key)).size).toBe(2);
  });

  it("may be mended and sent under the same key after a refusal", async () => {
    const key = await makeKey();
    const idempotencyKey = nextKey();
    expect(await refusal(key, { idempotencyKey, topic: "nope" })).toEqual(["INCOMPLETE", "topic"]);
    await accepted(key, { idempotencyKey });
  });
});

describe("a refusal", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["without an idempotency key", { idempotencyKey: undefined }, ["BAD_INPUT", "Idempotency-Key"]],
    ["of an unknown template", { template: "Nope" }, ["INCOMPLETE", "template"]],
    ["of an unknown topic", { topic: "nope" }, ["INCOMPLETE", "topic"]],
    ["of an unknown variable", { variables: { state: "up", stat: 1 } }, ["INCOMPLETE", "variables.stat"]],
    ["of a missing variable", { variables: {} }, ["INCOMPLETE", "variables.state"]],
    ["of unknown people, each by its place", { people: ["ann", "x@a.example", "y"] }, ["INCOMPLETE", "people.1", "people.2"]],
    ["of a name that may be two people", { people: ["cleo@a.example"] }, ["INCOMPLETE", "people.0"]],
    ["of nobody at all", { people: ["x"], unknownPeople: "LEAVE_OUT" }, ["INCOMPLETE", "people"]],
    ["of an unknown team", { people: undefined, audience: NO_TEAM }, ["INCOMPLETE", "audience.teamIds"]],
    [
      "of everything at once",
      { template: "Nope", topic: "nope", people: ["x"] },
      ["INCOMPLETE", "template", "topic", "people.0"],
    ],
    ["of a field nobody knows", { titel: "x" }, ["BAD_INPUT", "titel"]],
    ["of an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }, ["BAD_INPUT", "expiresAt"]],
    ["of a mandatory topic", { topic: "safety" }, ["FORBIDDEN"]],
    ["of an urgent event", { priority: "URGENT" }, ["FORBIDDEN", "priority"]],
  ])("%s names what is wrong, and is written down", async (_case, event, expected) => {
    const key = await makeKey();
    const before = await db.broadcast.count();
    expect(await refusal(key, { idempotencyKey: nextKey(), ...event })).toEqual(expected);
    const rows = await db.externalEvent.findMany({ where: { apiKeyId: key.id } });
    const noted = { outcome: "REFUSED", idempotencyHash: null, broadcastId: null, refusal: { code: expected[0] } };
    expect(rows).toMatchObject([noted]);
    expect(await db.broadcast.count()).toBe(before);
  });

  it("is not met by a key whose role answers for it", async () => {
    const key = await makeKey("admin");
    const { broadcastId } = await accepted(key, { topic: "safety", priority: "URGENT" });
    expect(await getBroadcast(db, broadcastId)).toMatchObject({ priority: "URGENT", topic: { mandatory: true } });
  });

  it.each(["viewer", "approver"] as const)("meets every key with the role %s", async (role) => {
    expect(await refusal({ ...(await makeKey()), role }, { idempotencyKey: nextKey() })).toEqual(["FORBIDDEN"]);
  });

  it("meets a person: events come from other systems", async () => {
    const person: Actor = { kind: "PERSON", id: "p", name: "P", role: "admin", tenantId: "t", objectId: "ann" };
    expect(await refusal(person, { idempotencyKey: nextKey() })).toEqual(["FORBIDDEN"]);
  });
});

describe("the limits of an API key", () => {
  it("are events a minute, and a key that goes on cannot fill the log", async () => {
    const key = await makeKey("author", { eventsPerMinute: 3 });
    for (let i = 0; i < 2; i += 1) await accepted(key);
    await refusal(key, { idempotencyKey: nextKey(), topic: "nope" });
    for (let i = 0; i < 4; i += 1) expect(await refusal(key, { idempotencyKey: nextKey() })).toEqual(["TOO_MANY"]);
    for (let i = 0; i < 4; i += 1) {
      expect(await refusal(key, { idempotencyKey: nextKey(), titel: "x" })).toEqual(["BAD_INPUT", "titel"]);
    }
    const rows = await db.externalEvent.findMany({ where: { apiKeyId: key.id }, orderBy: { id: "asc" } });
    expect(rows.map(({ outcome }) => outcome)).toEqual(["ACCEPTED", "ACCEPTED", "REFUSED", "REFUSED"]);
  });

  it("hold when ten different events come at once", async () => {
    const key = await makeKey("author", { eventsPerMinute: 4 });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => refusal(key, { idempotencyKey: nextKey() })));
    expect(outcomes.filter(([code]) => code === undefined)).toHaveLength(4);
  });

  it("still answer an event that was accepted before", async () => {
    const key = await makeKey("author", { eventsPerMinute: 1 });
    const idempotencyKey = nextKey();
    const { broadcastId } = await accepted(key, { idempotencyKey });
    expect(await accepted(key, { idempotencyKey })).toMatchObject({ kind: "REPLAYED", broadcastId });
  });

  it("are people an event, however they are named", async () => {
    const key = await makeKey("author", { peoplePerEvent: 1 });
    await accepted(key);
    expect(await refusal(key, { idempotencyKey: nextKey(), people: ["ann", "ben"] })).toEqual(["INCOMPLETE", "people"]);
    const toAll = { idempotencyKey: nextKey(), people: undefined, audience: { kind: "ALL" } };
    expect(await refusal(key, toAll)).toEqual(["INCOMPLETE", "audience"]);
  });
});

describe("a limit of people and a group", () => {
  const READ_LONG_AGO = new Date(Date.now() - 25 * 3_600_000);
  const toGroup = async (readAt: Date | null) => {
    const reading = readAt ? "READ" : "NEVER";
    const data = { tenantId: "t", objectId: nextKey(), name: "Everybody", kind: "SECURITY", readAt, reading };
    const { id } = await db.entraGroup.create({ data, select: { id: true } });
    return { id, event: { people: undefined, audience: { kind: "ENTRA_GROUP" as const, groupIds: [id] } } };
  };
  const readingOf = async (id: string) => (await db.entraGroup.findUniqueOrThrow({ where: { id } })).reading;

  const unread = [["never", null], ["long ago", READ_LONG_AGO]] as const;
  it.each(unread)("refuse when its members were read %s, and read them", async (_when, at) => {
    const key = await makeKey("author", { peoplePerEvent: 1 });
    const { id, event } = await toGroup(at);
    expect(await refusal(key, { idempotencyKey: nextKey(), ...event })).toEqual(["INCOMPLETE", "audience"]);
    expect(await readingOf(id)).toBe("WANTED");
    const tried = await receiveEvent.run(db, key, { ...EVENT, ...event, dryRun: true });
    expect(tried).toMatchObject({ kind: "DRY_RUN", issues: [{ path: "audience" }] });
  });

  it("agree when its members are known", async () => {
    const { event } = await toGroup(new Date());
    expect((await accepted(await makeKey("author", { peoplePerEvent: 1 }), event)).event.people).toBe(0);
  });

  it("ask a person when it has grown until its members are frozen, and no key goes round it", async () => {
    const key = await makeKey("author", { peoplePerEvent: 1 });
    const { id: groupId, event } = await toGroup(new Date());
    const { broadcastId: id } = await accepted(key, event);
    await startDueBroadcasts(db);
    for (const externalId of ["ann", "ben"]) {
      const { id: recipientId } = await db.recipient.findFirstOrThrow({ where: { externalId } });
      await db.entraGroupMember.create({ data: { groupId, recipientId, generation: 1 } });
    }
    await db.$executeRaw`UPDATE entra_groups SET reading = 'READ', read_at = now(), generation = 1 WHERE id = ${groupId}::uuid`;
    while (await resolvePage(db)) await Promise.resolve();
    expect(await getBroadcast(db, id)).toMatchObject({
      status: "PAUSED", pausedBy: "TOO_MANY", statusReason: "It reaches 2 people, and its API key may reach 1 with one event.",
    });
    await expect(resumeBroadcast.run(db, key, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const person: Actor = { kind: "PERSON", id: "p", name: "P", role: "author", tenantId: "t", objectId: "ann" };
    await resumeBroadcast.run(db, person, { id });
    expect(await getBroadcast(db, id)).toMatchObject({ status: "SENDING", pausedBy: null });
  });
});

describe("a dry run", () => {
  it("says what would be sent and what is missing, sends nothing and needs no key", async () => {
    const key = await makeKey();
    const before = await db.broadcast.count();
    const event = { ...EVENT, variables: {}, people: ["ann", "x"], topic: "safety", dryRun: true };
    expect(await receiveEvent.run(db, key, event)).toMatchObject({
      kind: "DRY_RUN",
      message: { actor: "Watchdog", whatHappened: COMPLETE_NOTIFICATION.whatHappened },
      leftOut: ["x"],
      issues: [{ path: "variables.state" }, { path: "people.1" }, { path: "topic" }],
    });
    expect(await db.broadcast.count()).toBe(before);
    const rows = await db.externalEvent.findMany({ where: { apiKeyId: key.id } });
    expect(rows).toMatchObject([{ outcome: "DRY_RUN", broadcastId: null }]);
  });

  it("leaves unknown people out when the event says so, and counts the others", async () => {
    const event = { ...EVENT, people: ["ann", "x"], unknownPeople: "LEAVE_OUT" as const };
    const tried = await receiveEvent.run(db, await makeKey(), { ...event, dryRun: true });
    expect(tried).toMatchObject({ issues: [], estimate: { total: 1 }, leftOut: ["x"] });
    const { event: saved } = await accepted(await makeKey(), event);
    expect(saved).toMatchObject({ people: 1, leftOut: ["x"] });
  });

  it("is open to an author in the console, and leaves no trace", async () => {
    const person: Actor = { kind: "PERSON", id: "p", name: "P", role: "author", tenantId: "t", objectId: "ann" };
    const before = await db.externalEvent.count();
    expect(await receiveEvent.run(db, person, { ...EVENT, dryRun: true })).toMatchObject({ kind: "DRY_RUN", issues: [] });
    expect(await db.externalEvent.count()).toBe(before);
  });
});

describe("the log", () => {
  it("pages from the newest to the oldest without a gap, and filters", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEvents(db, { limit: 7, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(await db.externalEvent.count());
    expect(new Set(seen).size).toBe(seen.length);
    const tried = await listEvents(db, { limit: 200, outcome: "DRY_RUN" });
    expect(new Set(tried.items.map(({ outcome }) => outcome))).toEqual(new Set(["DRY_RUN"]));
    expect((await listEvents(db, { limit: 200, q: "INCID" })).items.length).toBeGreaterThan(0);
    expect((await listEvents(db, { limit: 200, q: "nothing like it" })).items).toEqual([]);
  });
});
