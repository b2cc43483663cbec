// Whoever the API refuses leaves a line in the log: why, at which door, and who by id where that is known. Nothing that was
// sent is in it: no secret, no name, no word of the address.
import { describe, expect, test } from "vitest";

import { problemResponse } from "@/app/api/_problem";
import { POST as signOut } from "@/app/api/sign-out/route";
import { GET as readTopic } from "@/app/api/topics/[id]/route";
import { POST as createTopic } from "@/app/api/topics/route";
import { hashToken, newSessionToken, sessionCookieName } from "@/lib/auth/session";
import { hashKey } from "@/lib/commands/key-rules";
import { LINES_A_MINUTE } from "@/lib/refusal-log";
import { saveSession } from "@/lib/store/sessions";
import { keepRefusals } from "@/lib/testing/keep-refusals";
import { APP_URL, startEntraTown } from "@/lib/testing/start-entra-town";

const { db } = await startEntraTown([]);
const CANARY = "canary-4716";
const NOWHERE = "00000000-0000-4000-8000-000000000000";

const { lines, text } = keepRefusals();

const person = await db.person.create({
  data: { tenantId: "t", objectId: "o", displayName: CANARY, assignedRole: "viewer" }, select: { id: true },
});
const token = newSessionToken();
await saveSession(db, { tokenHash: hashToken(token), personId: person.id, source: "ENTRA", browser: "" });
const cookie = `${sessionCookieName(APP_URL)}=${token}`;

async function makeKey(secret: string, more: { expiresAt?: Date; scopes?: string[]; role?: string } = {}): Promise<string> {
  const data = { name: CANARY, role: "author", hint: "hint", keyHash: hashKey(secret), ...more };
  return (await db.apiKey.create({ data, select: { id: true } })).id;
}

const ask = async (headers: Record<string, string>, id = NOWHERE): Promise<number> => {
  const request = new Request(`${APP_URL}/api/topics/${id}?q=${CANARY}`, { headers });
  return (await readTopic(request, { params: Promise.resolve({ id }) })).status;
};
const write = async (headers: Record<string, string>, name = CANARY): Promise<number> => {
  const request = new Request(`${APP_URL}/api/topics`, { method: "POST", headers, body: `{"name":"${name}"}` });
  return (await createTopic(request, { params: Promise.resolve({}) })).status;
};
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const own = { host: new URL(APP_URL).host, "sec-fetch-site": "same-origin", "content-type": "application/json" };

describe("the log tells", () => {
  test("of a stranger", async () => {
    expect(await ask({})).toBe(401);
    expect(lines()).toEqual([expect.objectContaining({
      level: "warn", msg: "security.refused", reason: "NO_SESSION", status: 401, route: "GET /api/topics/{id}",
    })]);
  });

  test("of a wrong API key", async () => {
    expect(await ask(bearer(CANARY))).toBe(401);
    expect(lines()).toMatchObject([{ reason: "KEY_UNKNOWN", status: 401 }]);
  });

  test("of an expired one, and which it was", async () => {
    const id = await makeKey(`${CANARY}-old`, { expiresAt: new Date(Date.now() - 1000) });
    expect(await ask(bearer(`${CANARY}-old`))).toBe(401);
    expect(lines()).toMatchObject([{ reason: "KEY_EXPIRED", status: 401, actorKind: "API_KEY", actorId: id }]);
  });

  test("of a key that has not the scope", async () => {
    const id = await makeKey(`${CANARY}-narrow`, { scopes: ["audit:read"] });
    expect(await ask(bearer(`${CANARY}-narrow`))).toBe(403);
    expect(lines()).toMatchObject([{ reason: "SCOPE", status: 403, actorKind: "API_KEY", actorId: id }]);
  });

  test("of a person whose role may not", async () => {
    expect(await write({ ...own, cookie })).toBe(403);
    expect(lines()).toMatchObject([{ reason: "ROLE", route: "POST /api/topics", actorKind: "PERSON", actorId: person.id }]);
  });

  test("of another site that used their cookie", async () => {
    expect(await write({ ...own, cookie, "sec-fetch-site": "cross-site" })).toBe(403);
    expect(lines()).toMatchObject([{ reason: "CROSS_SITE", status: 403, actorKind: "PERSON", actorId: person.id }]);
  });

  test("of another site that wanted to sign them out, and of nobody's wish for it", async () => {
    const leave = async (headers: Record<string, string>): Promise<number> => {
      const from = { ...own, ...headers, "sec-fetch-site": "cross-site" };
      return (await signOut(new Request(`${APP_URL}/api/sign-out`, { method: "POST", headers: from }))).status;
    };
    expect([await leave({ cookie }), await leave({})]).toEqual([403, 403]);
    expect(lines()).toMatchObject([
      { reason: "CROSS_SITE", status: 403, route: "POST /api/sign-out", actorKind: "PERSON", actorId: person.id },
      { reason: "CROSS_SITE", status: 403, route: "POST /api/sign-out" },
    ]);
    expect(await ask({ cookie })).toBe(404);
  });

  test("of a body that is too large, and not what was in it", async () => {
    const actorId = await makeKey(`${CANARY}-wide`, { role: "admin" });
    expect(await write({ ...own, ...bearer(`${CANARY}-wide`) }, CANARY.repeat(100_000))).toBe(413);
    expect(lines()).toMatchObject([{ reason: "TOO_LARGE", status: 413, route: "POST /api/topics", actorId }]);
    expect(text()).not.toContain(CANARY);
  });

  test("of a database that is away, each in few lines", () => {
    const away = Object.assign(new Error(`Can't reach ${CANARY}`), { code: "P1001" });
    for (let i = 0; i < 1_000; i += 1) expect(problemResponse(away, "GET /api/topics").status).toBe(503);
    expect(lines()).toHaveLength(LINES_A_MINUTE);
    expect(lines()[0]).toMatchObject({
      level: "error", reason: "UNAVAILABLE", status: 503, route: "GET /api/topics", error: { name: "Error", code: "P1001" },
    });
    expect(text()).not.toContain(CANARY);
  });

  test.each([NOWHERE, CANARY])("of what is not there, without the address: %s", async (id) => {
    expect(await ask({ cookie }, id)).toBe(404);
    expect(lines()).toMatchObject([{ reason: "NOT_FOUND", status: 404, route: "GET /api/topics/{id}", actorId: person.id }]);
    expect(text()).not.toContain(CANARY);
  });
});

test("nothing of what was sent stands in a line, and ten thousand strangers leave few", async () => {
  for (const headers of [{}, bearer(CANARY), { cookie: `${cookie}x` }, { ...own, cookie }]) await write(headers);
  expect(lines()).toHaveLength(4);
  for (let i = 0; i < 10_000; i += 1) await ask({});
  expect(lines().length).toBeLessThan(30);
  for (const secret of [CANARY, token]) expect(text()).not.toContain(secret);
});
