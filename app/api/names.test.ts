// A key that may count an audience, or read groups, learned names and ids of people besides, without recipients:read.
import { describe, expect, test } from "vitest";

import { hashToken, newSessionToken, sessionCookieName } from "@/lib/auth/session";
import { hashKey } from "@/lib/commands/key-rules";
import type { KeyScope } from "@/lib/domain/api-key";
import { saveSession } from "@/lib/store/sessions";
import { createTemplate } from "@/lib/store/templates";
import { buildTown } from "@/lib/testing/audience-town";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { APP_URL, startEntraTown } from "@/lib/testing/start-entra-town";

import { POST as estimate } from "./audiences/estimate/route";
import { POST as receiveEvent } from "./events/route";
import { POST as readGroupAnew } from "./groups/[id]/read/route";
import { GET as readGroup } from "./groups/[id]/route";

const { db } = await startEntraTown([]);
const town = await buildTown(db);
const [groupId = ""] = town.groupIds;
await db.recipient.updateMany({ data: { displayName: "Zweifel" } });
await createTemplate(db, { name: "News", message: COMPLETE_NOTIFICATION });

type Headers = Record<string, string>;

async function withKey(...scopes: KeyScope[]): Promise<Headers> {
  const key = scopes.join(" ");
  await db.apiKey.deleteMany({ where: { keyHash: hashKey(key) } });
  await db.apiKey.create({
    data: { name: "key", role: "admin", hint: "hint", keyHash: hashKey(key), scopes }, select: { id: true },
  });
  return { "x-api-key": key };
}

async function withSession(): Promise<Headers> {
  const { id: personId } = await db.person.create({
    data: { tenantId: "t", objectId: "o", displayName: "Author", assignedRole: "author" }, select: { id: true },
  });
  const token = newSessionToken();
  await saveSession(db, { tokenHash: hashToken(token), personId, source: "ENTRA", browser: "" });
  return { cookie: `${sessionCookieName(APP_URL)}=${token}`, host: new URL(APP_URL).host, "sec-fetch-site": "same-origin" };
}

const DOORS = {
  "an estimate": (headers: Headers) => post(estimate, "/api/audiences/estimate", headers, { audience: { kind: "ALL" } }),
  "a group": (headers: Headers) =>
    readGroup(new Request(`${APP_URL}/api/groups/${groupId}`, { headers }), { params: Promise.resolve({ id: groupId }) }),
  "a group that is read": (headers: Headers) => post(readGroupAnew, `/api/groups/${groupId}/read`, headers, {}, groupId),
};

function post(route: typeof estimate, path: string, headers: Headers, body: object, id = ""): Promise<Response> {
  const request = new Request(`${APP_URL}${path}`, {
    method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body),
  });
  return route(request, { params: Promise.resolve({ id }) });
}

describe.each(Object.entries(DOORS))("%s", (_name, ask) => {
  test("names nobody to a key that may not read recipients", async () => {
    const answer = await ask(await withKey("audiences:read", "directory:read", "directory:write"));
    expect(answer.ok).toBe(true);
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ sample: [] });
    expect(text).not.toContain("Zweifel");
  });

  test("names some to a key that may, and to one that may do everything", async () => {
    for (const scopes of [["audiences:read", "directory:read", "directory:write", "recipients:read"], ["*"]] as KeyScope[][]) {
      expect(await (await ask(await withKey(...scopes))).text()).toContain("Zweifel");
    }
  });
});

test("an author in the console sees whom an estimate means", async () => {
  expect(await (await DOORS["an estimate"](await withSession())).text()).toContain("Zweifel");
});

test("a dry run of an event counts, and names nobody", async () => {
  const event = { template: "News", topic: "company-news", audience: { kind: "ALL" }, dryRun: true };
  const answer = await post(receiveEvent, "/api/events", await withKey("events:write"), event);
  const text = await answer.text();
  expect([answer.status, JSON.parse(text)]).toMatchObject([200, { estimate: { total: expect.any(Number) as unknown } }]);
  expect(text).not.toContain("Zweifel");
});
