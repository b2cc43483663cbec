// Every page and every route, asked for by nobody and in every role, plainly and in every other way that Next or a proxy
// understands. The doors come from lib/testing/door-table.ts, which a test holds complete.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { PERSONAS } from "@/lib/domain/personas";
import { type Role, ROLES } from "@/lib/domain/role";
import { PAGES, type Passers, ROLES_OF, ROUTES } from "@/lib/testing/door-table";

import { ApiClient, makeApiKey } from "./api-client";
import { doorVariants, type Knock } from "./door-variants";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";
import type { Herald } from "./start-herald";

test.use({ people: 6 });
test.setTimeout(300_000);

const CANARY = "Canary of the one door";
const routes = Object.entries(ROUTES).map(([door, who]) => {
  const [method = "", path = ""] = door.split(" ");
  return { method, path: path.replace("{id}", randomUUID()), who };
});
const guardedRoutes = routes.filter(({ who }) => who !== "ANYBODY" && who !== "BOT");
const pages = Object.entries(PAGES).map(([path, who]) => ({ method: "GET", path: path.replace("[id]", randomUUID()), who }));
const guardedPages = pages.filter(({ who }) => who !== "ANYBODY");
const buildId = readFileSync(".next/BUILD_ID", "utf8").trim();

type Answer = { status: number; text: string; location: string | undefined };

const REFUSED = [400, 401, 403, 404, 405];
const OWN_REDIRECTS = 3;
const PREFETCH_BYTES = 1_000;

/** Goes on where Next only wants the address another way, as with a server component; not to the sign-in page. */
async function knock(url: string, asked: Knock, more: Record<string, string> = {}): Promise<Answer> {
  let answer = await knockOnce(url, asked, more);
  for (let turns = 0; turns < OWN_REDIRECTS && answer.location !== undefined; turns += 1) {
    const { pathname, search, host } = new URL(answer.location, url);
    expect(host, `${asked.path} leads to another house`).toBe(new URL(url).host);
    if (pathname === "/sign-in") break;
    answer = await knockOnce(url, { ...asked, path: pathname + search }, more);
  }
  return answer;
}

/** Without `fetch`, which would tidy up the path. */
function knockOnce(url: string, { method, path, headers }: Knock, more: Record<string, string>): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const cookie = [headers["cookie"], more["cookie"]].filter(Boolean).join("; ");
  const all = { ...headers, ...more, ...(cookie === "" ? {} : { cookie }), host: `${hostname}:${port}` };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers: all }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, location: response.headers.location }));
    });
    asked.on("error", reject).end();
  });
}

const mayPass = (who: Passers, role: Role): boolean => who === "ANYBODY" || (who !== "BOT" && ROLES_OF[who].includes(role));

let admin: ApiClient;

test.beforeAll(async ({ herald }) => {
  admin = ApiClient.withKey(herald.url, makeApiKey(herald.env, "one-door", "admin"));
  await admin.draft(completeDraft({ title: CANARY }));
});

test("nobody passes a route of the API, however they ask", async ({ herald }) => {
  for (const [name, variant] of doorVariants(buildId, "/api/health")) {
    for (const { method, path } of guardedRoutes) {
      for (const asked of method === "GET" ? ["GET", "HEAD"] : [method]) {
        const { status, text } = await knock(herald.url, variant(asked, path));
        expect(REFUSED, `${asked} ${path} ${name} answered ${status}`).toContain(status);
        expect(text).not.toContain(CANARY);
      }
    }
  }
  for (const { path } of guardedRoutes) {
    const { status, text } = await knock(herald.url, { method: "OPTIONS", path, headers: {} });
    expect([status, text], path).toEqual([204, ""]);
  }
});

for (const role of ROLES.filter((one) => one !== "admin")) {
  test(`the role ${role} passes no route that is not theirs, however they ask`, async ({ herald }) => {
    const session = { "cookie": await herald.session(role), "sec-fetch-site": "same-origin" };
    for (const [name, variant] of doorVariants(buildId, "/api/health")) {
      for (const { method, path } of guardedRoutes.filter(({ who }) => !mayPass(who, role))) {
        const { status } = await knock(herald.url, variant(method, path), session);
        expect(REFUSED, `${method} ${path} ${name} answered ${status}`).toContain(status);
      }
    }
  });
}

test("nobody sees a page, however they ask, and is led to the sign-in page", async ({ herald }) => {
  for (const { path } of guardedPages) {
    const { status, location } = await knock(herald.url, { method: "GET", path, headers: {} });
    expect([status, location?.split("?")[0]], path).toEqual([307, "/sign-in"]);
  }
  for (const [name, variant] of doorVariants(buildId, "/sign-in")) {
    for (const { path } of guardedPages) {
      for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) {
        const { status, text } = await knock(herald.url, variant(method, path));
        const at = `${method} ${path} ${name} answered ${status}`;
        for (const secret of [CANARY, ...PERSONAS.map(({ displayName }) => displayName), "simulatorUrl"]) {
          expect(text, at).not.toContain(secret);
        }
        // A prefetch names the folders of the page, as its address does, and nothing else.
        if (status === 200 && text.length > PREFETCH_BYTES) expect(text, at).toContain("NEXT_REDIRECT");
      }
    }
  }
});

for (const role of ROLES) {
  test(`the role ${role} sees its pages and no others`, async ({ herald }) => {
    const cookie = await herald.session(role);
    for (const { path, who } of pages) {
      const { status, location } = await knock(herald.url, { method: "GET", path, headers: { cookie } });
      if (!mayPass(who, role)) expect(status, path).toBe(404);
      else expect([200, 307], `${path} answered ${status}`).toContain(status);
      expect(location ?? "", path).not.toContain("sign-in");
    }
  });
}

test("a key is no session, and a session is no key", async ({ herald }) => {
  const { key } = await newKey("admin");
  const session = await herald.session("admin");
  const [name = "", token = ""] = session.split("=");
  for (const headers of [{ cookie: `${name}=${key}` }, { authorization: `Bearer ${token}` }, { "x-api-key": token }]) {
    expect((await new ApiClient(herald.url, headers).send("GET", "me")).status).toBe(401);
  }
  // A wrong key is refused even where a good session comes with it: nobody is let in as somebody they did not name.
  const both = new ApiClient(herald.url, { cookie: session, authorization: "Bearer herald_wrong" });
  expect((await both.send("GET", "me")).status).toBe(401);
});

test("another author may go on with a draft, and end no session but their own", async ({ herald }) => {
  const cookie = await herald.session("author");
  const author = new ApiClient(herald.url, { cookie, "sec-fetch-site": "same-origin" });
  const draft = await author.draft(completeDraft({ title: "Shared" }));
  const other = ApiClient.withKey(herald.url, (await newKey("author")).key);
  expect((await other.broadcast(draft.id)).id).toBe(draft.id);
  const { items } = JSON.parse((await author.send("GET", "sessions")).text) as { items: { id: string }[] };
  const id = items[0]?.id ?? "";
  for (const stranger of [other, await as(herald, "viewer"), await as(herald, "approver")]) {
    expect(await stranger.refused("DELETE", `sessions/${id}`)).toMatchObject({ status: 404 });
  }
  expect((await author.send("GET", "me")).status).toBe(200);
  expect((await (await as(herald, "admin")).send("DELETE", `sessions/${id}`)).status).toBe(204);
  expect((await author.send("GET", "me")).status).toBe(401);
});

function newKey(role: Role): Promise<{ key: string }> {
  return admin.expect(201, SCHEMAS.NewApiKey, "POST", "api-keys", { body: { name: `another ${role}`, role } });
}

async function as({ url, session }: Herald, role: Role): Promise<ApiClient> {
  return new ApiClient(url, { "cookie": await session(role), "sec-fetch-site": "same-origin" });
}
