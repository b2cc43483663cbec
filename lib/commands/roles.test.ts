// Who may do what is decided here or at Entra, acts at the next request, and never leaves Herald without an admin. The way in
// for the first admin opens once.
import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import type { Role } from "@/lib/domain/role";
import { openDb } from "@/lib/store/db";
import { findSessionPerson, listSessions, MAX_SESSIONS_EACH } from "@/lib/store/sessions";
import { createTestDatabase } from "@/lib/testing/database";

import { addPerson } from "./add-person";
import { changeRole } from "./change-role";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { endOwnSessions } from "./end-own-sessions";
import { endSession } from "./end-session";
import { endSessionsOf } from "./end-sessions-of";
import { hashAdminCode, makeAdminCode } from "./make-admin-code";
import { removeRole } from "./remove-role";
import { signIn } from "./sign-in";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 6);
afterAll(() => db.$disconnect());

const TENANT = "tenant";
const ADA = "00000000-0000-4000-9000-0000000000a1";
const BEN = "00000000-0000-4000-9000-0000000000b2";
const admin: Actor = { kind: "API_KEY", id: randomUUID(), name: "tests", role: "admin" };

beforeEach(async () => {
  await db.session.deleteMany();
  await db.person.deleteMany();
  await db.adminCode.deleteMany();
});

/** Comes from Entra with an app role, or none. */
async function comeIn(objectId: string, role: Role | null, rest: { adminCode?: string; stateHash?: string } = {}) {
  const { adminCode, stateHash } = rest;
  const tokenHash = randomUUID();
  const outcome = await signIn.run(db, SYSTEM_ACTOR, {
    tenantId: TENANT, objectId, displayName: `Person ${objectId.slice(-2)}`, role, source: "ENTRA", browser: "tests", tokenHash,
    ...(adminCode === undefined ? {} : { adminCodeHash: hashAdminCode(adminCode) }),
    ...(stateHash === undefined ? {} : { stateHash }),
  });
  return { outcome, tokenHash };
}

async function arrive(objectId: string, role: Role | null) {
  const { outcome, tokenHash } = await comeIn(objectId, role);
  if (outcome.kind !== "SIGNED_IN") throw new Error(`The sign-in ended with ${outcome.kind}.`);
  const { person } = outcome;
  const actor: Actor = { kind: "PERSON", name: person.displayName, ...person };
  return { id: person.id, actor, tokenHash, role: () => roleNow(tokenHash) };
}

async function roleNow(tokenHash: string, practice = false): Promise<Role | undefined> {
  return (await findSessionPerson(db, tokenHash, { practice }))?.role;
}

async function add(objectId: string, role: Role): Promise<string> {
  return (await addPerson.run(db, admin, { tenantId: TENANT, objectId, displayName: "By hand", role })).id;
}

const refusal = (code: string) => expect.objectContaining({ code });

describe("a role", () => {
  test("that is assigned here counts instead of Entra's, from the next request on", async () => {
    const ben = await arrive(BEN, "viewer");
    await changeRole.run(db, admin, { id: ben.id, role: "author" });
    expect(await ben.role()).toBe("author");
    const again = await arrive(BEN, "viewer");
    expect(await again.role()).toBe("author");
    await removeRole.run(db, admin, { id: ben.id });
    expect(await ben.role()).toBe("viewer");
  });

  test("that is assigned lets somebody in whom Entra gives none, under their own name", async () => {
    expect((await comeIn(BEN, null)).outcome.kind).toBe("NO_ROLE");
    await add(BEN.toUpperCase(), "author");
    const ben = await arrive(BEN, null);
    expect([await ben.role(), ben.actor.name]).toEqual(["author", "Person b2"]);
  });

  test("that is taken back ends every session at once", async () => {
    const id = await add(BEN, "author");
    const ben = await arrive(BEN, null);
    await removeRole.run(db, admin, { id });
    expect(await ben.role()).toBeUndefined();
    expect(await db.session.count()).toBe(0);
    await add(BEN, "viewer");
    expect(await ben.role()).toBeUndefined();
  });

  test("that Entra took away ends older sessions at the next sign-in", async () => {
    const before = await arrive(BEN, "author");
    expect((await comeIn(BEN, null)).outcome.kind).toBe("NO_ROLE");
    expect(await before.role()).toBeUndefined();
  });

  // It ended sessions without a word in the audit.
  test("that was lost is written down once, with the sessions that ended, and a stranger's coming is not", async () => {
    const { id: targetId } = await arrive(BEN, "author");
    await arrive(BEN, "approver");
    for (let again = 0; again < 2; again += 1) await comeIn(BEN, null);
    await comeIn(ADA, null);
    const lines = await db.auditEvent.findMany({ where: { command: "sign-in" }, orderBy: { id: "desc" }, take: 2 });
    expect(lines).toMatchObject([
      { actorKind: "SYSTEM", targetKind: "person", targetId, detail: { outcome: "NO_ROLE", lostRole: "approver", sessions: 2 } },
      { actorKind: "PERSON", targetId, detail: { role: "approver" } },
    ]);
  });

  test("does not help somebody whose account the directory knows as disabled or deleted", async () => {
    const ben = await arrive(BEN, "author");
    const select = { id: true } as const;
    const { id } = await db.recipient.create({
      data: { kind: "PERSON", tenantId: TENANT, externalId: BEN, displayName: "Ben", account: "ENABLED" }, select,
    });
    expect(await ben.role()).toBe("author");
    for (const account of ["DISABLED", "DELETED"]) {
      await db.recipient.update({ where: { id }, data: { account }, select });
      expect(await ben.role(), account).toBeUndefined();
    }
    await db.recipient.delete({ where: { id }, select });
  });

  test("is changed by admins alone", async () => {
    const ada = await arrive(ADA, "admin");
    for (const role of ["viewer", "author", "approver"] as const) {
      const actor: Actor = { ...ada.actor, role };
      await expect(changeRole.run(db, actor, { id: ada.id, role: "admin" })).rejects.toEqual(refusal("FORBIDDEN"));
      await expect(endSessionsOf.run(db, actor, { id: ada.id })).rejects.toEqual(refusal("FORBIDDEN"));
    }
  });

  test("is written down with who changed it", async () => {
    const ada = await arrive(ADA, "admin");
    const ben = await arrive(BEN, "viewer");
    await changeRole.run(db, ada.actor, { id: ben.id, role: "author" });
    const line = await db.auditEvent.findFirst({ where: { command: "change-role" }, orderBy: { id: "desc" } });
    expect(line).toMatchObject({ actorId: ada.id, targetId: ben.id, detail: { role: "author", before: "viewer" } });
  });
});

describe("the last admin", () => {
  test("cannot be removed or made something else, until there is another", async () => {
    const id = await add(ADA, "admin");
    await expect(removeRole.run(db, admin, { id })).rejects.toEqual(refusal("CONFLICT"));
    await expect(changeRole.run(db, admin, { id, role: "viewer" })).rejects.toEqual(refusal("CONFLICT"));
    await add(BEN, "admin");
    await removeRole.run(db, admin, { id });
  });

  test("may come from Entra's app roles", async () => {
    const id = await add(ADA, "admin");
    await arrive(BEN, "admin");
    await changeRole.run(db, admin, { id, role: "viewer" });
  });

  test("remains when two admins remove each other at the same moment", async () => {
    const ids = [await add(ADA, "admin"), await add(BEN, "admin")];
    const results = await Promise.allSettled(ids.map((id) => removeRole.run(db, admin, { id })));
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db.person.count({ where: { assignedRole: "admin" } })).toBe(1);
  });
});

describe("the code of the first admin", () => {
  test("makes whoever signs in with it an admin, once", async () => {
    const adminCode = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    expect(JSON.stringify(await db.adminCode.findMany())).not.toContain(adminCode);
    expect((await comeIn(ADA, null, { adminCode })).outcome).toMatchObject({ kind: "SIGNED_IN", isFirstAdmin: true });
    expect((await comeIn(BEN, null, { adminCode })).outcome.kind).toBe("CODE");
    expect(await db.person.findMany({ select: { objectId: true, assignedRole: true } })).toEqual([
      { objectId: ADA, assignedRole: "admin" },
    ]);
  });

  test("makes one admin when two come with it at the same moment", async () => {
    const adminCode = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    const both = await Promise.all([ADA, BEN].map((objectId) => comeIn(objectId, "viewer", { adminCode })));
    expect(both.map(({ outcome }) => outcome.kind).toSorted()).toEqual(["CODE", "SIGNED_IN"]);
  });

  test("is not made, and opens nothing, once there is an admin", async () => {
    const adminCode = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    await add(ADA, "admin");
    expect((await comeIn(BEN, "viewer", { adminCode })).outcome.kind).toBe("CODE");
    await expect(makeAdminCode.run(db, SYSTEM_ACTOR, {})).rejects.toEqual(refusal("CONFLICT"));
    expect(await db.person.count()).toBe(1);
  });

  test("is over after an hour, and when another is made", async () => {
    const first = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    const second = await makeAdminCode.run(db, SYSTEM_ACTOR, {});
    expect((await comeIn(ADA, "viewer", { adminCode: first })).outcome.kind).toBe("CODE");
    await db.$executeRaw`UPDATE admin_codes SET expires_at = now() - interval '1 second'`;
    expect((await comeIn(ADA, "viewer", { adminCode: second })).outcome.kind).toBe("CODE");
    expect(await db.session.count()).toBe(0);
  });

  test("is made by nobody who comes through the API", async () => {
    await expect(makeAdminCode.run(db, admin, {})).rejects.toEqual(refusal("FORBIDDEN"));
  });
});

describe("a session", () => {
  test("is listed without what opens it, and ended by its person", async () => {
    const one = await arrive(BEN, "author");
    const two = await arrive(BEN, "author");
    const [session, other] = await listSessions(db, two.id, two.tokenHash);
    expect([session?.isCurrent, other?.isCurrent].toSorted()).toEqual([false, true]);
    expect(JSON.stringify([session, other])).not.toContain(two.tokenHash);
    const current = [session, other].find((row) => row?.isCurrent);
    await endSession.run(db, one.actor, { id: current?.id ?? "" });
    expect([await one.role(), await two.role()]).toEqual(["author", undefined]);
  });

  test("of somebody else is as missing as none, but for an admin", async () => {
    const ada = await arrive(ADA, "admin");
    const ben = await arrive(BEN, "author");
    const [adas] = await listSessions(db, ada.id, undefined);
    const [bens] = await listSessions(db, ben.id, undefined);
    await expect(endSession.run(db, ben.actor, { id: adas?.id ?? "" })).rejects.toEqual(refusal("NOT_FOUND"));
    expect(await ada.role()).toBe("admin");
    await endSession.run(db, ada.actor, { id: bens?.id ?? "" });
    expect(await ben.role()).toBeUndefined();
  });

  test("stays when the others are ended, and ends with all", async () => {
    const [one, two] = [await arrive(BEN, "author"), await arrive(BEN, "author")];
    await endOwnSessions.run(db, two.actor, { which: "OTHERS", currentHash: two.tokenHash });
    expect([await one.role(), await two.role()]).toEqual([undefined, "author"]);
    await endOwnSessions.run(db, two.actor, { which: "ALL", currentHash: two.tokenHash });
    expect(await two.role()).toBeUndefined();
  });

  test("of a person is ended by an admin, all of them", async () => {
    const [one, two] = [await arrive(BEN, "author"), await arrive(BEN, "author")];
    expect(await endSessionsOf.run(db, admin, { id: one.id })).toEqual({ ended: 2 });
    expect([await one.role(), await two.role()]).toEqual([undefined, undefined]);
  });

  test("is one of twenty: the one used longest ago ends when another begins, and nobody else's", async () => {
    const ada = await arrive(ADA, "admin");
    const bens = [];
    for (let n = 0; n < MAX_SESSIONS_EACH; n += 1) bens.push(await arrive(BEN, "author"));
    const [oldest, second] = bens;
    await db.$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '10 minutes'`;
    await db.$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '20 minutes' WHERE token_hash = ${oldest?.tokenHash}`;
    const newest = await arrive(BEN, "author");
    expect(await db.session.count({ where: { personId: newest.id } })).toBe(MAX_SESSIONS_EACH);
    const roles = [await oldest?.role(), await second?.role(), await newest.role(), await ada.role()];
    expect(roles).toEqual([undefined, "author", "author", "admin"]);
  });

  test("ends half an hour after it was used last, and eight hours after it began", async () => {
    const [idle, old] = [await arrive(ADA, "admin"), await arrive(BEN, "author")];
    await db.$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '29 minutes'`;
    expect([await idle.role(), await old.role()]).toEqual(["admin", "author"]);
    await db.$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '31 minutes' WHERE token_hash = ${idle.tokenHash}`;
    await db.$executeRaw`UPDATE sessions SET expires_at = now() - interval '1 second' WHERE token_hash = ${old.tokenHash}`;
    expect([await idle.role(), await old.role()]).toEqual([undefined, undefined]);
  });

  test("is not used by a page that asks by itself while nobody is at it", async () => {
    const { tokenHash } = await arrive(ADA, "admin");
    await db.$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '29 minutes'`;
    const seen = () => db.session.findUniqueOrThrow({ where: { tokenHash } }).then(({ lastSeenAt }) => lastSeenAt);
    const before = await seen();
    expect(await findSessionPerson(db, tokenHash, { practice: false, unattended: true })).toBeDefined();
    expect(await seen()).toEqual(before);
    expect(await findSessionPerson(db, tokenHash, { practice: false })).toBeDefined();
    expect((await seen()).getTime()).toBeGreaterThan(before.getTime());
  });

  test("of the practice sign-in opens nothing once practising is over", async () => {
    const tokenHash = randomUUID();
    await signIn.run(db, SYSTEM_ACTOR, {
      tenantId: TENANT, objectId: ADA, displayName: "Persona", role: "admin", source: "PRACTICE", browser: "", tokenHash,
    });
    expect([await roleNow(tokenHash, true), await roleNow(tokenHash)]).toEqual(["admin", undefined]);
  });

  test("comes once from a sign-in, even when both ends of it run at the same moment", async () => {
    const stateHash = randomUUID();
    const both = await Promise.all([comeIn(BEN, "author", { stateHash }), comeIn(BEN, "author", { stateHash })]);
    expect(both.map(({ outcome }) => outcome.kind).toSorted()).toEqual(["SIGNED_IN", "STALE"]);
    expect(await db.session.count()).toBe(1);
  });
});
