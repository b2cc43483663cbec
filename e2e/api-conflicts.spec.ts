// Who comes second, comes too late, or asks for what the life cycle does not allow is told so, and changes nothing.
import { randomUUID } from "node:crypto";

import { OPERATIONS } from "@/app/api/_openapi-routes";
import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { type Answer, ApiClient, makeApiKey } from "./api-client";
import { completeDraft, NOTIFICATION } from "./example-messages";
import { expect, test } from "./fixtures";

test.use({ people: 6 });

let api: ApiClient;
let admin: ApiClient;

test.beforeAll(async ({ herald, simulator }) => {
  api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "conflicts", "author"));
  admin = ApiClient.withKey(herald.url, makeApiKey(herald.env, "conflicts-admin", "admin"));
  await simulator.installsFinished();
});

const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status).toSorted();

test("of simultaneous sends of one draft exactly one wins, and everybody gets it once", async ({ simulator }) => {
  for (let round = 0; round < 4; round += 1) {
    const title = `Two tabs, round ${round}`;
    const { id } = await api.draft(completeDraft({ title }));
    const answers = await Promise.all([1, 2, 3].map(() => api.send("POST", `broadcasts/${id}/send`)));
    expect(statuses(answers)).toEqual([200, 409, 409]);
    expect((await api.finished(id)).counts).toMatchObject({ total: 6, sent: 6 });
    for (const { objectId } of simulator.people) {
      expect(simulator.received(objectId).filter(({ summary }) => summary === title)).toHaveLength(1);
    }
    expect(await api.refused("POST", `broadcasts/${id}/send`)).toMatchObject({ status: 409, code: "CONFLICT" });
  }
});

test("of simultaneous changes of one revision exactly one wins", async () => {
  const { id } = await api.draft(completeDraft());
  const change = (title: string) =>
    api.send("PATCH", `broadcasts/${id}`, { body: { message: { ...NOTIFICATION, title } }, headers: { "if-match": '"1"' } });
  const answers = await Promise.all(["left", "right"].map(change));
  expect(statuses(answers)).toEqual([200, 409]);
  const winner = answers[0]?.status === 200 ? "left" : "right";
  expect(await api.broadcast(id)).toMatchObject({ revision: 2, message: { title: winner } });
});

// The move to SCHEDULED once looked at the status alone: a change that was committed between the check for completeness
// and the move was sent unchecked.
test("a draft that loses its title in one tab while another one sends it is never sent without", async () => {
  for (let round = 0; round < 8; round += 1) {
    const { id } = await api.draft(completeDraft());
    const body = { message: { ...NOTIFICATION, title: "" } };
    const [sent, changed] = await Promise.all([
      api.send("POST", `broadcasts/${id}/send`),
      api.send("PATCH", `broadcasts/${id}`, { body, headers: { "if-match": '"1"' } }),
    ]);
    expect([sent.status === 200, changed.status === 200].filter(Boolean)).toHaveLength(1);
    const { status, message } = await api.broadcast(id);
    expect([status === "DRAFT", message.title === ""]).toEqual([changed.status === 200, changed.status === 200]);
  }
});

test("a change needs the revision it saw", async () => {
  const { id } = await api.draft(completeDraft({ title: "As it was" }));
  const body = { message: { ...NOTIFICATION, title: "Lost" } };
  const refusals: [match: string | undefined, status: number][] = [
    [undefined, 400], ["", 400], ["*", 400], ["one", 400], ["1.5", 400], ["-1", 400], ['"1", "2"', 400],
    ['"0"', 409], ['"2"', 409], ['"999999999"', 409],
  ];
  for (const [match, status] of refusals) {
    const headers = match === undefined ? {} : { "if-match": match };
    const refusal = await api.refused("PATCH", `broadcasts/${id}`, { body, headers });
    expect(refusal, `If-Match: ${match}`).toMatchObject({ status, paths: status === 400 ? ["If-Match"] : [] });
  }
  expect(await api.broadcast(id)).toMatchObject({ status: "DRAFT", revision: 1, message: { title: "As it was" } });
});

test("a send may name the revision that was read, and then sends no other", async () => {
  const { id } = await api.draft(completeDraft());
  for (const [match, status] of [["one", 400], ["2", 409]] as const) {
    expect(await api.refused("POST", `broadcasts/${id}/send`, { headers: { "if-match": match } })).toMatchObject({ status });
  }
  expect((await api.broadcast(id)).status).toBe("DRAFT");
  expect((await api.send("POST", `broadcasts/${id}/send`, { headers: { "if-match": '"1"' } })).status).toBe(200);
});

const tomorrow = (): string => new Date(Date.now() + 24 * 3_600_000).toISOString();
type Deed = { method: string; verb?: string; body?: unknown };
const DEEDS: Record<string, Deed> = {
  ...Object.fromEntries(
    ["send", "submit", "take-back", "pause", "resume", "cancel", "retry-failed", "test"].map((verb) => {
      return [verb, { method: "POST", verb }];
    }),
  ),
  schedule: { method: "POST", verb: "schedule", body: { scheduledAt: tomorrow() } },
  resend: { method: "POST", verb: "resolve-unconfirmed", body: { decision: "RESEND" } },
  close: { method: "POST", verb: "resolve-unconfirmed", body: { decision: "CLOSE" } },
  change: { method: "PATCH", body: { priority: "URGENT" } },
  delete: { method: "DELETE" },
};

/** What each state does not allow. A test goes to the person who asks, and an API key is nobody. */
const FORBIDDEN: Record<string, string[]> = {
  DRAFT: ["take-back", "pause", "resume", "retry-failed", "resend", "close", "test"],
  SCHEDULED: ["send", "submit", "schedule", "resume", "retry-failed", "resend", "close", "change", "delete", "test"],
  PAUSED: ["send", "submit", "schedule", "take-back", "pause", "retry-failed", "resend", "close", "change", "delete", "test"],
  FINISHED: Object.keys(DEEDS),
  CANCELED: Object.keys(DEEDS),
};

for (const [state, forbidden] of Object.entries(FORBIDDEN)) {
  test(`a broadcast that is ${state.toLowerCase()} refuses what does not fit its state, and stays as it is`, async () => {
    const id = await makeBroadcast(state);
    const before = await api.broadcast(id);
    expect(before.status).toBe(state);
    for (const name of forbidden) {
      const { method, verb, body } = DEEDS[name]!;
      const path = `broadcasts/${id}${verb === undefined ? "" : `/${verb}`}`;
      const refusal = await api.refused(method, path, { body, headers: { "if-match": `"${before.revision}"` } });
      expect(refusal, name).toMatchObject({ status: 409, code: "CONFLICT" });
    }
    const { progress: _then, ...was } = before;
    expect(await api.broadcast(id)).toMatchObject(was);
    expect(await api.tell(id, "duplicate")).toMatchObject({ status: "DRAFT", message: before.message, counts: { total: 0 } });
  });
}

async function makeBroadcast(state: string): Promise<string> {
  const { id } = await api.draft(completeDraft());
  if (state === "FINISHED") {
    await api.tell(id, "send");
    await api.finished(id);
  } else if (state !== "DRAFT") {
    await api.tell(id, "schedule", { scheduledAt: tomorrow() });
  }
  if (state === "PAUSED") await api.tell(id, "pause");
  if (state === "CANCELED") await api.tell(id, "cancel");
  return id;
}

test("a time that has passed, or that is none, is not scheduled", async () => {
  const { id } = await api.draft(completeDraft());
  const times = ["2020-01-01T00:00:00Z", "tomorrow", "2026-13-01T00:00:00Z", "2126-01-01T00:00:00Z", 7, null];
  for (const scheduledAt of times) {
    const refusal = await api.refused("POST", `broadcasts/${id}/schedule`, { body: { scheduledAt } });
    expect(refusal).toMatchObject({ status: 400, paths: ["scheduledAt"] });
  }
  const zone = await api.refused("POST", `broadcasts/${id}/schedule`, { body: { scheduledAt: tomorrow(), zone: "Mars/Base" } });
  expect(zone).toMatchObject({ status: 400, paths: ["zone"] });
  expect((await api.broadcast(id)).status).toBe("DRAFT");
});

const BODIES: Record<string, unknown> = {
  "POST /api/broadcasts/{id}/decide": { decision: "APPROVED" },
  "POST /api/broadcasts/{id}/schedule": { scheduledAt: tomorrow() },
  "POST /api/broadcasts/{id}/repeat": { cron: "0 9 * * 1", zone: "Europe/Berlin" },
  "POST /api/broadcasts/{id}/resolve-unconfirmed": { decision: "CLOSE" },
  "PUT /api/templates/{id}": { name: "Nowhere", message: NOTIFICATION },
  "PUT /api/channels/{id}/posts": { allowed: false },
  "PUT /api/group-chats/{id}/posts": { allowed: false },
  "PUT /api/people/{id}/role": { role: "viewer" },
  "POST /api/api-keys/{id}/rotate": { graceDays: 0 },
  "PUT /api/audiences/{id}": { name: "Nowhere", audience: { kind: "ALL" } },
};

for (const { method, path } of OPERATIONS.filter((operation) => operation.path.includes("{id}"))) {
  test(`${method} ${path} answers 404 to an id that nothing has, and to what is no id`, async () => {
    const body = method === "POST" || method === "PUT" ? (BODIES[`${method} ${path}`] ?? {}) : method === "PATCH" ? {} : undefined;
    for (const id of [randomUUID(), "1", "undefined", `${randomUUID()}x`, "%00", "'; drop table broadcasts"]) {
      const at = path.replace("/api/", "").replace("{id}", encodeURIComponent(id));
      const refusal = await admin.refused(method, at, { body, headers: { "if-match": '"1"' } });
      expect(refusal, `${method} ${at}`).toMatchObject({ status: 404, code: "NOT_FOUND" });
    }
  });
}

for (const [plural, schema, value] of [
  ["templates", SCHEMAS.Template, { message: NOTIFICATION }],
  ["audiences", SCHEMAS.SavedAudience, { audience: { kind: "ALL" } }],
] as const) {
  test(`${plural} are kept under one name each, replaced as a whole and deleted`, async () => {
    const made = await api.expect(201, schema, "POST", plural, { body: { name: "First", ...value } });
    const other = await api.expect(201, schema, "POST", plural, { body: { name: "Second", ...value } });
    for (const [method, path] of [["POST", plural], ["PUT", `${plural}/${other.id}`]] as const) {
      const refusal = await api.refused(method, path, { body: { name: "First", ...value } });
      expect(refusal).toMatchObject({ status: 409, paths: ["name"] });
    }
    const withId = await api.refused("PUT", `${plural}/${other.id}`, { body: { name: "Third", ...value, id: made.id } });
    expect(withId).toMatchObject({ status: 400, paths: ["id"] });
    await api.expect(200, schema, "PUT", `${plural}/${made.id}`, { body: { name: "First, changed", ...value } });
    expect(await api.get(`${plural}/${made.id}`, schema)).toMatchObject({ name: "First, changed", ...value });
    expect((await api.get(`${plural}/${other.id}`, schema)).name).toBe("Second");
    for (const { id } of [made, other]) expect((await api.send("DELETE", `${plural}/${id}`)).status).toBe(204);
    expect(await api.refused("GET", `${plural}/${made.id}`)).toMatchObject({ status: 404 });
  });
}
