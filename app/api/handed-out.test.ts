// A file with everything about a person is handed out by a GET, so that a link is enough, and the audit says so: a link on
// another site must not be.
import { expect, test } from "vitest";

import { hashToken, newSessionToken, sessionCookieName } from "@/lib/auth/session";
import { hashKey } from "@/lib/commands/key-rules";
import { saveSession } from "@/lib/store/sessions";
import { APP_URL, startEntraTown } from "@/lib/testing/start-entra-town";

import { GET as exportPerson } from "./people/[id]/export/route";
import { GET as exportRecipient } from "./recipients/[id]/export/route";

const { db } = await startEntraTown([]);
const token = newSessionToken();
const { id: personId } = await db.person.create({
  data: { tenantId: "t", objectId: "o", displayName: "Admin", assignedRole: "admin" }, select: { id: true },
});
await saveSession(db, { tokenHash: hashToken(token), personId, source: "ENTRA", browser: "" });
const { id: recipientId } = await db.recipient.create({ data: { tenantId: "t", externalId: "r" }, select: { id: true } });
await db.apiKey.create({ data: { name: "key", role: "admin", hint: "h", keyHash: hashKey("secret") }, select: { id: true } });
const session = { host: new URL(APP_URL).host, cookie: `${sessionCookieName(APP_URL)}=${token}` };

const DOORS = [
  ["recipients", exportRecipient, recipientId], ["people", exportPerson, personId],
] as const;

test.each(DOORS)("what is kept of %s is handed out to our own page and a key, to no other site", async (place, get, id) => {
  const ask = async (headers: Record<string, string>) => {
    const request = new Request(`${APP_URL}/api/${place}/${id}/export`, { headers });
    return (await get(request, { params: Promise.resolve({ id }) })).status;
  };
  const lines = () => db.auditEvent.count({ where: { targetId: id, command: { startsWith: "export-" } } });
  for (const site of ["cross-site", "same-site", "none"]) expect(await ask({ ...session, "sec-fetch-site": site })).toBe(403);
  expect(await ask(session)).toBe(403);
  expect(await ask({ ...session, host: "evil.example", "sec-fetch-site": "same-origin" })).toBe(403);
  expect(await lines()).toBe(0);
  expect(await ask({ ...session, "sec-fetch-site": "same-origin" })).toBe(200);
  expect(await ask({ authorization: "Bearer secret" })).toBe(200);
  expect(await lines()).toBe(2);
});
