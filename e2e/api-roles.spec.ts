// Every operation of the API with every role, by API key and by session, and with nobody at all. The operations come
// from the table that the description is made of, so a new route is walked without being named here.
import { randomUUID } from "node:crypto";

import { type Operation, OPERATIONS } from "@/app/api/_openapi-routes";
import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { type Role, ROLES } from "@/lib/domain/role";
import { ROLES_OF, ROUTES } from "@/lib/testing/door-table";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";

test.use({ people: 6 });

const guarded = OPERATIONS.filter(({ access }) => typeof access !== "string");
const isWrite = ({ method }: Operation): boolean => method !== "GET";

/** Asks with an id that nothing has and an empty body: enough to be let in, too little to change anything. */
async function ask(client: ApiClient, { method, path }: Operation): Promise<number> {
  const at = path.replace("/api/", "").replace("{id}", randomUUID());
  const { status } = await client.send(method, at, method === "GET" || method === "DELETE" ? {} : { body: {} });
  return status;
}

/** By the table that is written by hand, not by what the code declares. */
function mayPass({ method, path }: Operation, role: Role): boolean {
  const who = ROUTES[`${method} ${path}`];
  return who !== undefined && who !== "ANYBODY" && who !== "BOT" && ROLES_OF[who].includes(role);
}

let admin: ApiClient;

test.beforeAll(({ herald }) => {
  admin = ApiClient.withKey(herald.url, makeApiKey(herald.env, "roles", "admin"));
});

test("nobody, an unknown key and a revoked key are answered 401 everywhere", async ({ herald }) => {
  const body = { name: "short-lived", role: "admin" };
  const { id, key } = await admin.expect(201, SCHEMAS.NewApiKey, "POST", "api-keys", { body });
  const revoked = ApiClient.withKey(herald.url, key);
  expect((await revoked.send("GET", "me")).status).toBe(200);
  expect((await admin.send("DELETE", `api-keys/${id}`)).status).toBe(204);
  const strangers = [
    new ApiClient(herald.url, {}),
    new ApiClient(herald.url, { cookie: "herald-session=made-up" }),
    new ApiClient(herald.url, { authorization: "Basic YWRtaW46YWRtaW4=" }),
    ApiClient.withKey(herald.url, `${key}x`),
    revoked,
  ];
  for (const stranger of strangers) {
    for (const operation of guarded) expect(await ask(stranger, operation), `${operation.method} ${operation.path}`).toBe(401);
  }
  expect(await revoked.refused("GET", "me")).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
});

for (const role of ROLES) {
  test(`the role ${role} may do what the description says and nothing else, by key and by session`, async ({ herald }) => {
    const { key } = await admin.expect(201, SCHEMAS.NewApiKey, "POST", "api-keys", { body: { name: role, role } });
    const session = new ApiClient(herald.url, { cookie: await herald.session(role), "sec-fetch-site": "same-origin" });
    for (const client of [ApiClient.withKey(herald.url, key), new ApiClient(herald.url, { "x-api-key": key }), session]) {
      expect((await client.get("me", SCHEMAS.Me)).role).toBe(role);
      for (const operation of guarded) {
        const status = await ask(client, operation);
        const name = `${operation.method} ${operation.path} answered ${status}`;
        // 409 is an answer behind the door, too: without Graph there is no directory to read, for example.
        if (mayPass(operation, role)) expect([200, 202, 400, 404, 409], name).toContain(status);
        else expect(status, name).toBe(403);
      }
    }
  });
}

test("what another site's page writes with the session of this browser is refused", async ({ herald }) => {
  const cookie = await herald.session("admin");
  const own = new ApiClient(herald.url, { cookie, "sec-fetch-site": "same-origin" });
  const draft = await own.draft(completeDraft({ title: "Not theirs" }));
  const others = [
    { cookie, "sec-fetch-site": "cross-site" },
    { cookie, "sec-fetch-site": "same-site" },
    { cookie, "sec-fetch-site": "none" },
    { cookie, "sec-fetch-site": "cross-site", origin: herald.url },
    { cookie, origin: "https://evil.example" },
    { cookie, origin: "null" },
    { cookie },
  ];
  for (const headers of others) {
    const page = new ApiClient(herald.url, headers);
    for (const operation of guarded.filter(isWrite)) {
      expect(await ask(page, operation), `${operation.method} ${operation.path} ${JSON.stringify(headers)}`).toBe(403);
    }
    expect(await page.refused("DELETE", `broadcasts/${draft.id}`)).toMatchObject({ status: 403, code: "FORBIDDEN" });
    expect(await page.refused("POST", `broadcasts/${draft.id}/send`)).toMatchObject({ status: 403 });
    for (const path of ["sign-out", herald.guarded ? "sign-in/entra" : "sign-in/practice"]) {
      expect(await page.refused("POST", path, { body: {} })).toMatchObject({ status: 403 });
    }
  }
  expect(await own.broadcast(draft.id)).toMatchObject({ status: "DRAFT", revision: 1 });
});

test("a viewer's writes change nothing, and a session ends when it is signed out", async ({ herald }) => {
  const draft = await admin.draft(completeDraft({ title: "Look, but do not touch" }));
  const viewer = ApiClient.withKey(herald.url, makeApiKey(herald.env, "viewer", "viewer"));
  for (const [method, path, body] of [
    ["POST", "broadcasts", completeDraft()],
    ["PATCH", `broadcasts/${draft.id}`, { priority: "URGENT" }],
    ["POST", `broadcasts/${draft.id}/send`, {}],
    ["DELETE", `broadcasts/${draft.id}`, undefined],
    ["POST", "topics", { key: "viewers-own", name: "Mine" }],
  ] as const) {
    const refusal = await viewer.refused(method, path, { body, headers: { "if-match": '"1"' } });
    expect(refusal).toMatchObject({ status: 403, code: "FORBIDDEN" });
  }
  expect(await viewer.broadcast(draft.id)).toMatchObject(draft);

  const session = new ApiClient(herald.url, { cookie: await herald.session("author"), "sec-fetch-site": "same-origin" });
  expect((await session.send("POST", "sign-out")).status).toBe(200);
  expect((await session.send("GET", "me")).status).toBe(401);
});

test("the description is served to anybody and names every operation", async ({ herald }) => {
  const { status, type, text } = await new ApiClient(herald.url, {}).send("GET", "openapi.json");
  expect(status).toBe(200);
  expect(type).toContain("application/json");
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> };
  const named = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
  expect(named.toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
});
