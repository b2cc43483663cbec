// A key opens the doors of its scopes and no other, however the request is worded; an expired one opens none.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { DOOR_SCOPES } from "@/app/api/_door-scopes";
import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { type Scope, SCOPES } from "@/lib/domain/api-key";

import { ApiClient, makeApiKey } from "./api-client";
import { doorVariants } from "./door-variants";
import { expect, test } from "./fixtures";

test.use({ people: 4 });

const doors = Object.entries(DOOR_SCOPES).map(([door, needed]) => {
  const [method = "", path = ""] = door.split(" ");
  return { method, path: path.replace("/api/", "").replace("{id}", randomUUID()), needed };
});
/** Without a body, a refusal comes before anything is read. */
const REFUSED = [400, 401, 403, 404, 405];

let admin: ApiClient;

test.beforeAll(({ herald }) => {
  admin = ApiClient.withKey(herald.url, makeApiKey(herald.env, "narrow", "admin"));
});

async function keyWith(url: string, scopes: readonly Scope[]): Promise<ApiClient> {
  const body = { name: scopes.join(" ").slice(0, 80), role: "admin", scopes };
  return ApiClient.withKey(url, (await admin.expect(201, SCHEMAS.NewApiKey, "POST", "api-keys", { body })).key);
}

test("each scope opens its own doors and none of the others, though the role is an admin's", async ({ herald }) => {
  for (const scope of SCOPES) {
    const client = await keyWith(herald.url, [scope]);
    for (const { method, path, needed } of doors) {
      const at = `${method} ${path} with ${scope}`;
      // What this one opens ends sessions and the like; its own doors are walked by role in api-roles.spec.ts.
      if (needed === scope && method !== "GET") continue;
      const { status, text } = await client.send(method, path, method === "GET" || method === "DELETE" ? {} : { body: {} });
      if (needed === scope || needed === "NONE") expect([200, 400, 404, 409], `${at} answered ${status}`).toContain(status);
      else expect(status, `${at} answered ${text}`).toBe(403);
    }
  }
});

test("a door does not open to the wrong scope by asking in another way", async ({ herald }) => {
  const { headers } = await keyWith(herald.url, ["topics:read"]);
  const buildId = readFileSync(".next/BUILD_ID", "utf8").trim();
  for (const [name, variant] of doorVariants(buildId, "/api/topics")) {
    for (const { method, path, needed } of doors.filter((door) => door.needed !== "topics:read")) {
      if (needed === "NONE") continue;
      const knock = variant(method, `/api/${path}`);
      const { status } = await fetch(`${herald.url}${knock.path}`, { method, headers: { ...knock.headers, ...headers } });
      expect(REFUSED, `${method} ${path} ${name} answered ${status}`).toContain(status);
    }
  }
});

test("a key from the command line is narrowed and ends", async ({ herald }) => {
  const key = makeApiKey(herald.env, "from the server", "viewer", "--scopes", "topics:read", "--expires", "2099-12-31");
  const client = ApiClient.withKey(herald.url, key);
  await client.get("topics", SCHEMAS.TopicPage);
  expect(await client.refused("GET", "broadcasts")).toMatchObject({ status: 403, code: "FORBIDDEN" });
  const { items } = await admin.get("api-keys", SCHEMAS.ApiKeyPage);
  expect(items.find(({ name }) => name === "from the server")).toMatchObject({
    scopes: ["topics:read"], state: "ACTIVE", expiresAt: "2100-01-01T00:00:00.000Z", madeBy: null,
  });
});
