// A key of another system: what opens, for how long, and that a narrowed one never becomes, makes or takes over a stronger one.
import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";

import { getActorOrThrow } from "@/app/api/_actor";
import type { KeyScope } from "@/lib/domain/api-key";
import { openDb } from "@/lib/store/db";
import { assignRole } from "@/lib/store/people";
import { createTestDatabase } from "@/lib/testing/database";

import { changeApiKey } from "./change-api-key";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { createApiKey } from "./create-api-key";
import { createExport } from "./create-export";
import { personBehind } from "./person-behind";
import { revokeApiKey } from "./revoke-api-key";
import { rotateApiKey } from "./rotate-api-key";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 6);
afterAll(() => db.$disconnect());

const refusal = (code: string): unknown => expect.objectContaining({ code });
const IN_A_DAY = () => new Date(Date.now() + 86_400_000).toISOString();

function make(scopes: KeyScope[] = ["*"], more: { expiresAt?: string } = {}) {
  return createApiKey.run(db, SYSTEM_ACTOR, { name: "system", role: "admin", scopes, ...more });
}

function knock(key: string) {
  return getActorOrThrow(db, new Request("http://localhost/api/topics", { headers: { authorization: `Bearer ${key}` } }));
}

function narrowed(scopes: KeyScope[]): Actor {
  return { kind: "API_KEY", id: randomUUID(), name: "narrowed", role: "admin", scopes };
}

describe("a key that was narrowed", () => {
  test("makes none that may do more than it", async () => {
    const actor = narrowed(["access:write", "events:write"]);
    for (const scopes of [["*"], ["events:write", "recipients:read"], undefined] as const) {
      const input = { name: "stronger", role: "admin" as const, ...(scopes && { scopes: [...scopes] }) };
      await expect(createApiKey.run(db, actor, input)).rejects.toEqual(refusal("FORBIDDEN"));
    }
    expect(await db.apiKey.count({ where: { name: "stronger" } })).toBe(0);
    await createApiKey.run(db, actor, { name: "weaker", role: "viewer", scopes: ["events:write"] });
  });

  test("takes over, changes and ends none that may do more than it", async () => {
    const { id, key } = await make();
    const actor = narrowed(["access:write"]);
    await expect(rotateApiKey.run(db, actor, { id, graceDays: 0 })).rejects.toEqual(refusal("FORBIDDEN"));
    await expect(changeApiKey.run(db, actor, { id, peoplePerEvent: 5 })).rejects.toEqual(refusal("FORBIDDEN"));
    await expect(revokeApiKey.run(db, actor, { id })).rejects.toEqual(refusal("FORBIDDEN"));
    expect(await knock(key)).toMatchObject({ id });
  });

  test("reads everybody only with the scope for it, through an export too", async () => {
    const query = { kind: "RECIPIENTS" as const };
    await expect(createExport.run(db, narrowed(["reports:read"]), query)).rejects.toEqual(refusal("FORBIDDEN"));
    await createExport.run(db, narrowed(["reports:read", "recipients:read"]), query);
  });

  test("keeps its scopes in the order of the list, and everything stands alone", async () => {
    const { key } = await make(["events:write", "broadcasts:read", "events:write"]);
    expect(await knock(key)).toMatchObject({ scopes: ["broadcasts:read", "events:write"] });
    const { key: strong } = await make(["events:write", "*"]);
    expect(await knock(strong)).toMatchObject({ scopes: ["*"] });
  });
});

describe("a key with an end", () => {
  test("opens nothing afterwards, says since when, and does not count as used", async () => {
    const { id, key } = await make(["*"], { expiresAt: IN_A_DAY() });
    expect(await knock(key)).toMatchObject({ id });
    await db.$executeRaw`UPDATE api_keys SET expires_at = '2026-01-02T03:04:05Z', last_used_at = NULL WHERE id = ${id}::uuid`;
    await expect(knock(key)).rejects.toMatchObject({
      code: "UNAUTHENTICATED", message: expect.stringContaining("expired on 2026-01-02") as unknown,
    });
    expect(await db.apiKey.findUnique({ where: { id }, select: { lastUsedAt: true } })).toEqual({ lastUsedAt: null });
    await expect(rotateApiKey.run(db, SYSTEM_ACTOR, { id, graceDays: 7 })).rejects.toEqual(refusal("CONFLICT"));
    await changeApiKey.run(db, SYSTEM_ACTOR, { id, expiresAt: null });
    expect(await knock(key)).toMatchObject({ id });
  });

  test("cannot be made or given one in the past", async () => {
    const past = "2020-01-01T00:00:00Z";
    await expect(make(["*"], { expiresAt: past })).rejects.toEqual(refusal("BAD_INPUT"));
    const { id } = await make();
    await expect(changeApiKey.run(db, SYSTEM_ACTOR, { id, expiresAt: past })).rejects.toEqual(refusal("BAD_INPUT"));
  });
});

describe("another secret", () => {
  const endGrace = (id: string) => db.$executeRaw`
    UPDATE api_keys SET previous_until = now() - interval '1 second' WHERE id = ${id}::uuid`;

  test("leaves the one before going on, until its time is over", async () => {
    const first = await make();
    const { id, key } = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 2 });
    expect(await knock(key)).toMatchObject({ id });
    expect(await knock(first.key)).toMatchObject({ id });
    await endGrace(id);
    await expect(knock(first.key)).rejects.toMatchObject({
      code: "UNAUTHENTICATED", message: expect.stringContaining("replaced") as unknown,
    });
    expect(await knock(key)).toMatchObject({ id });
  });

  test("ends the one before at once without days of grace, and an older one in any case", async () => {
    const first = await make();
    const second = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 7 });
    const third = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 0 });
    for (const { key } of [first, second]) await expect(knock(key)).rejects.toEqual(refusal("UNAUTHENTICATED"));
    expect(await knock(third.key)).toMatchObject({ id: first.id });
  });

  test.each([-1, 8, 0.5])("cannot leave it going on for %d days", async (graceDays) => {
    const { id } = await make();
    await expect(rotateApiKey.run(db, SYSTEM_ACTOR, { id, graceDays })).rejects.toEqual(refusal("BAD_INPUT"));
  });

  test("does not keep either alive once the key is revoked", async () => {
    const first = await make();
    const second = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 7 });
    await revokeApiKey.run(db, SYSTEM_ACTOR, { id: first.id });
    for (const { key } of [first, second]) await expect(knock(key)).rejects.toEqual(refusal("UNAUTHENTICATED"));
    await expect(rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 1 })).rejects.toEqual(refusal("NOT_FOUND"));
  });
});

// Whoever approves must not be behind what they approve; a key that a key had made was nobody's, and one whose secret somebody
// else had made was still the first one's.
describe("behind a key", () => {
  async function somebody(name: string): Promise<Extract<Actor, { kind: "PERSON" }>> {
    const who = { tenantId: "t", objectId: `${name} ${randomUUID()}`, displayName: name, role: "admin" as const };
    const { id } = await assignRole(db, who);
    return { kind: "PERSON", id, name, role: "admin", tenantId: who.tenantId, objectId: who.objectId };
  }
  const behind = async (key: string) => personBehind(db, await knock(key));
  const input = { name: "system", role: "admin" as const };

  test("that a key made is who made that one", async () => {
    const eve = await somebody("Eve");
    const first = await createApiKey.run(db, eve, input);
    const second = await createApiKey.run(db, await knock(first.key), input);
    const third = await createApiKey.run(db, await knock(second.key), input);
    expect(await behind(third.key)).toBe(eve.objectId);
    expect(await behind((await make()).key)).toBeNull();
  });

  test("is who made the secret that is used, one that goes on after a rotation too", async () => {
    const [eve, ada] = [await somebody("Eve"), await somebody("Ada")];
    const first = await createApiKey.run(db, eve, input);
    const second = await rotateApiKey.run(db, ada, { id: first.id, graceDays: 7 });
    expect([await behind(first.key), await behind(second.key)]).toEqual([eve.objectId, ada.objectId]);
    const other = await createApiKey.run(db, eve, input);
    const third = await rotateApiKey.run(db, await knock(other.key), { id: first.id, graceDays: 1 });
    expect([await behind(second.key), await behind(third.key)]).toEqual([ada.objectId, eve.objectId]);
    // On the server nobody is known; whoever was before is better than nobody.
    const fourth = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 0 });
    expect(await behind(fourth.key)).toBe(eve.objectId);
  });
});

test("no secret is stored or written down", async () => {
  const first = await make();
  const second = await rotateApiKey.run(db, SYSTEM_ACTOR, { id: first.id, graceDays: 7 });
  const kept = JSON.stringify([
    await db.apiKey.findMany(), await db.auditEvent.findMany({ select: { detail: true, actorName: true, command: true } }),
  ]);
  for (const { key } of [first, second]) expect(kept).not.toContain(key.slice(11));
  expect(kept).toContain("rotate-api-key");
});
