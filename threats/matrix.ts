// Threats 7 to 9 at the API: every door × nobody and every role × session and key, and every other way of asking that Next
// or a proxy understands; writes that another site causes; keys that no schema knows, and what belongs to somebody else.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import { OPERATIONS } from "@/app/api/_openapi-routes";
import { doorVariants } from "@/e2e/door-variants";
import { type Role, ROLES } from "@/lib/domain/role";
import { type Passers, ROLES_OF, ROUTES } from "@/lib/testing/door-table";

import { type Answer, ask, JSON_TYPE } from "./ask";
import { attempt, type Attempts } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

type Door = { method: string; path: string; who: Exclude<Passers, "ANYBODY" | "BOT"> };

const DOORS = Object.entries(ROUTES).flatMap(([door, who]): Door[] => {
  const [method = "", path = ""] = door.split(" ");
  return who === "ANYBODY" || who === "BOT" ? [] : [{ method, path: path.replace("{id}", randomUUID()), who }];
});
const WRITES = DOORS.filter(({ method }) => method !== "GET");
const STRANGERS = [400, 401, 403, 404, 405];

export async function matrix(house: House): Promise<Row[]> {
  return [await strangers(house), await roles(house)];
}

function strangers(house: House): Promise<Row> {
  const variants = doorVariants(readFileSync(".next/BUILD_ID", "utf8").trim(), "/api/health");
  return attempt(house, `8 nobody at ${DOORS.length} doors in ${variants.length} ways`, {}, async ({ note }) => {
    for (const [name, variant] of variants) {
      for (const { method, path } of DOORS) {
        note(`${method} ${path} ${name}`, await follow(house, variant(method, path)), STRANGERS);
      }
    }
  });
}

/** Next leads to the plain address with a 307 or 308, where nobody gets further. */
async function follow({ url }: House, asked: Parameters<typeof ask>[1]): Promise<Answer> {
  const answer = await ask(url, asked);
  const { location } = answer.headers;
  if (typeof location !== "string" || ![307, 308].includes(answer.status)) return answer;
  const { pathname, search } = new URL(location, url);
  return pathname === "/sign-in" ? { ...answer, status: 401 } : ask(url, { ...asked, path: pathname + search });
}

/** A session signs in for each door: some doors end it. Those who may pass are refused for anything but their role. */
async function roles(house: House): Promise<Row> {
  const title = `8 ${ROLES.length} roles × session and key`;
  return attempt(house, title, { tables: "ANY", teams: true }, async (attempts) => {
    for (const role of ROLES) {
      for (const door of DOORS) {
        for (const headers of [await house.session(role), house.key(role)]) await knock(house, attempts, door, role, headers);
      }
    }
  });
}

async function knock(
  { url }: House, { note }: Attempts, { method, path, who }: Door, role: Role, headers: Record<string, string>,
): Promise<void> {
  const answer = await ask(url, { method, path, headers });
  const isRefused = answer.status === 401 || answer.status === 403;
  const isRight = isRefused !== ROLES_OF[who].includes(role);
  note(`${method} ${path} as ${role}`, answer, isRight && answer.status < 500 ? [answer.status] : []);
}

const SITES: [what: string, headers: Record<string, string>][] = [
  ["without a word about the site", {}],
  ["from another site", { "sec-fetch-site": "cross-site" }],
  ["from a neighbouring site", { "sec-fetch-site": "same-site" }],
  ["by a bookmark", { "sec-fetch-site": "none" }],
  ["from another origin", { origin: "https://evil.example" }],
  ["from no origin", { origin: "null" }],
  ["under another name of this machine", { "sec-fetch-site": "same-origin", "host": "evil.example" }],
];
const TYPES = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""];

export async function otherSites(house: House): Promise<Row[]> {
  const title = `7 ${WRITES.length} writes caused by another site`;
  // Signing in is written down, and no attempt.
  const { cookie = "" } = await house.session("admin");
  return [await attempt(house, title, { tables: ["sessions"] }, async ({ note }) => {
    for (const { method, path } of WRITES) {
      for (const [what, headers] of SITES) {
        note(`${method} ${path} ${what}`, await ask(house.url, { method, path, headers: { cookie, ...headers } }), [403]);
      }
    }
    for (const { method, path } of WRITES.filter((door) => hasBody(door))) {
      for (const type of TYPES) {
        const headers = { cookie, "sec-fetch-site": "same-origin", ...(type === "" ? {} : { "content-type": type }) };
        note(`${method} ${path} as ${type}`, await ask(house.url, { method, path, headers, body: '{"x":1}' }), [400]);
      }
    }
  })];
}

function hasBody({ method, path }: Door): boolean {
  return OPERATIONS.some((one) => one.method === method && one.path === shapeOf(path) && one.body !== undefined);
}

function shapeOf(path: string): string {
  return path.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/, "{id}");
}

/** What somebody might hope that a command copies into a row. */
const SMUGGLED: Record<string, unknown>[] = [
  { id: randomUUID() }, { role: "admin" }, { status: "FINISHED" }, { authorId: randomUUID() }, { tenantId: randomUUID() },
  { createdAt: "2020-01-01T00:00:00Z" }, { approvedAt: "2020-01-01T00:00:00Z" }, { keyHash: "x" }, { revision: 99 },
];

export async function smuggling(house: House): Promise<Row[]> {
  const doors = WRITES.filter((door) => hasBody(door) && door.method !== "DELETE");
  const title = "9 keys that no schema knows, and others' work by id";
  // What an event asked for in vain stands in the log of events, with why it was refused.
  const tables = ["sessions", "api_keys", "people", "audit_events", "external_events"];
  return [await attempt(house, title, { tables }, async ({ note }) => {
    const draft = { topic: "company-news", message: { kind: "NOTIFICATION", title: "x" }, audience: { kind: "ALL" } };
    const send = (method: string, path: string, body: object): Promise<Answer> =>
      ask(house.url, { method, path, headers: { ...house.key("admin"), ...JSON_TYPE }, body: JSON.stringify(body) });
    for (const more of SMUGGLED.slice(0, 8)) {
      note(`a draft with ${Object.keys(more).join()}`, await send("POST", "/api/broadcasts", { ...draft, ...more }), [400]);
      note("a draft within", await send("POST", "/api/broadcasts", { ...draft, message: { ...draft.message, ...more } }), [400]);
    }
    for (const { method, path } of doors) {
      for (const more of SMUGGLED) {
        // An id that is nowhere is missed first, and If-Match is asked for.
        const answer = await send(method, path, { ...more, heraldUnknown: 1 });
        note(`${method} ${path} with ${Object.keys(more).join()}`, answer, [400, 404, 409, 428]);
      }
    }
    const authors = await ask(house.url, { path: "/api/sessions", headers: await house.session("author") });
    const { items } = JSON.parse(authors.text) as { items: { id: string }[] };
    for (const role of ["viewer", "approver"] as const) {
      for (const { id } of items) {
        const headers = await house.session(role);
        note("another's session", await ask(house.url, { method: "DELETE", path: `/api/sessions/${id}`, headers }), [404]);
      }
    }
  })];
}
