// What cannot be used is refused with a clear 4xx that names the field, and the draft stays as it was.
import { randomUUID } from "node:crypto";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { REQUIRED_FIELDS } from "@/lib/domain/message";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft, NOTIFICATION, WELCOME } from "./example-messages";
import { expect, test } from "./fixtures";

test.use({ people: 6 });

let api: ApiClient;

test.beforeAll(({ herald }) => {
  api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "bad-input", "author"));
});

for (const complete of [NOTIFICATION, WELCOME]) {
  test(`a ${complete.kind.toLowerCase()} without a required field is not sent, and the field is named`, async () => {
    for (const field of REQUIRED_FIELDS[complete.kind as "NOTIFICATION" | "WELCOME"]) {
      for (const nothing of [undefined, "", " \n "]) {
        const { id } = await api.draft({ ...completeDraft(), message: { ...complete, [field]: nothing } });
        for (const verb of ["send", "submit"]) {
          const refusal = await api.refused("POST", `broadcasts/${id}/${verb}`);
          expect(refusal).toMatchObject({ status: 422, code: "INCOMPLETE", paths: [`message.${field}`] });
        }
        expect(await api.broadcast(id)).toMatchObject({ status: "DRAFT", revision: 1, counts: { total: 0 } });
      }
    }
  });
}

test("everything that is missing is named at once", async () => {
  const { id } = await api.draft({ message: { kind: "NOTIFICATION", image: { url: "https://example.com/a.png" }, buttons: [{}] } });
  const { status, paths } = await api.refused("POST", `broadcasts/${id}/send`);
  expect(status).toBe(422);
  const fields = REQUIRED_FIELDS.NOTIFICATION.map((field) => `message.${field}`);
  const more = ["message.image.altText", "message.buttons.0.title", "message.buttons.0.url", "topic", "audience"];
  expect(paths.toSorted()).toEqual([...fields, ...more].toSorted());
});

const button = (url: string) => ({ buttons: [{ title: "Read", url }] });
type Flawed = [what: string, fields: Record<string, unknown>, path: string];
const badMessages: Flawed[] = [
  ["a title of 3 000 characters", { title: "x".repeat(3_000) }, "message.title"],
  ["a title that is no text", { title: 7 }, "message.title"],
  ["a title with a NUL", { title: "a\0b" }, "message.title"],
  ["a title with half a surrogate pair", { title: "\ud83d" }, "message.title"],
  ["a javascript: button", button("javascript:alert(1)"), "message.buttons.0.url"],
  ["a javascript: button in disguise", button(" java\tscript:alert(1)"), "message.buttons.0.url"],
  ["a data: button", button("data:text/html,hello"), "message.buttons.0.url"],
  ["an http: button", button("http://example.com"), "message.buttons.0.url"],
  ["a button with a user name", button("https://user@example.com"), "message.buttons.0.url"],
  ["a button with a password", button("https://user:secret@example.com"), "message.buttons.0.url"],
  ["a relative button", button("/offers"), "message.buttons.0.url"],
  ["a button relative to the scheme", button("//example.com"), "message.buttons.0.url"],
  ["a button without slashes", button("https:example.com"), "message.buttons.0.url"],
  ["seven buttons", { buttons: Array.from({ length: 7 }, () => ({ title: "Read" })) }, "message.buttons"],
  ["an image over http", { image: { url: "http://example.com/a.png" } }, "message.image.url"],
  ["a language that is none", { lang: "English!" }, "message.lang"],
  ["an unknown kind", { kind: "SERMON" }, "message.kind"],
  ["a field of the other kind", { offer: "Not here" }, "message.offer"],
  ["a field of nobody", { footer: "Hello" }, "message.footer"],
];

const badFields: Flawed[] = [
  ["an unknown kind of audience", { audience: { kind: "EVERYBODY" } }, "audience.kind"],
  ["an unknown team", { audience: { kind: "TEAM_MEMBERS", teamIds: [randomUUID()] } }, "audience.teamIds"],
  ["a team that is no id", { audience: { kind: "TEAM_MEMBERS", teamIds: ["sales"] } }, "audience.teamIds.0"],
  ["no team at all", { audience: { kind: "TEAM_MEMBERS", teamIds: [] } }, "audience.teamIds"],
  ["an unknown person", { audience: { kind: "RECIPIENTS", recipientIds: [randomUUID()] } }, "audience.recipientIds"],
  ["an audience with a key of its own", { audience: { kind: "ALL", except: [] } }, "audience.except"],
  ["an unknown topic", { topic: "no-such-topic" }, "topic"],
  ["a topic that cannot be one", { topic: "Company News" }, "topic"],
  ["an unknown policy", { onUnknown: "MAYBE" }, "onUnknown"],
  ["an unknown priority", { priority: "HIGHEST" }, "priority"],
  ["a status, which is not the author's to give", { status: "SENT" }, "status"],
  ["an author's name", { authorName: "The Director" }, "authorName"],
  ["an id", { id: randomUUID() }, "id"],
];

const bad: Flawed[] = [
  ...badMessages.map(([what, message, path]): Flawed => [what, { message: { ...NOTIFICATION, ...message } }, path]),
  ...badFields,
];

// PATCH once named `change.message.title`, which no author and no page had ever heard of; a NUL got as far as the database
// and came back as a 500.
for (const [what, change, path] of bad) {
  test(`${what} is refused when a draft is made and when it is changed`, async () => {
    const made = await api.refused("POST", "broadcasts", { body: { ...completeDraft(), ...change } });
    expect(made).toMatchObject({ status: 400, code: "BAD_INPUT", paths: [path] });

    const before = await api.draft(completeDraft({ title: "As it was" }));
    const changed = await api.refused("PATCH", `broadcasts/${before.id}`, { body: change, headers: { "if-match": '"1"' } });
    expect(changed).toMatchObject({ status: 400, code: "BAD_INPUT", paths: [path] });
    expect(await api.broadcast(before.id)).toMatchObject(before);
  });
}

test("a draft may be emptied again, and is then as incomplete as one that never had anything", async () => {
  const { id } = await api.draft(completeDraft());
  const body = { topic: null, audience: null, message: { kind: "NOTIFICATION" } };
  const emptied = await api.expect(200, SCHEMAS.Broadcast, "PATCH", `broadcasts/${id}`, { body, headers: { "if-match": '"1"' } });
  expect(emptied).toMatchObject({ ...body, revision: 2 });
  const { status, paths } = await api.refused("POST", `broadcasts/${id}/send`);
  expect(status).toBe(422);
  expect(paths).toEqual([...REQUIRED_FIELDS.NOTIFICATION.map((field) => `message.${field}`), "topic", "audience"]);
});

test("an estimate names what it does not know", async () => {
  const cases: [body: unknown, path: string][] = [
    [{ audience: { kind: "ALL" }, topic: "no-such-topic" }, "topic"],
    [{ audience: { kind: "EVERYBODY" } }, "audience.kind"],
    [{ audience: { kind: "TEAM_MEMBERS", teamIds: [randomUUID()] } }, "audience.teamIds"],
    [{ audience: { kind: "RECIPIENTS", recipientIds: [randomUUID()] } }, "audience.recipientIds"],
    [{}, "audience"],
  ];
  for (const [body, path] of cases) {
    expect(await api.refused("POST", "audiences/estimate", { body })).toMatchObject({ status: 400, paths: [path] });
  }
});

test("a body that is no JSON object is refused, whatever it is", async () => {
  const whole = JSON.stringify(completeDraft());
  const bodies: [raw: string | Uint8Array<ArrayBuffer>, type: string | undefined][] = [
    ['{"message":', undefined],
    ["[]", undefined],
    ['"text"', undefined],
    ["null", undefined],
    ["[".repeat(100_000), undefined],
    [`{"message":${"[".repeat(5_000)}${"]".repeat(5_000)}}`, undefined],
    [new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), undefined],
    [whole, "text/plain"],
    [whole, "application/x-www-form-urlencoded"],
    [whole, "application/jsonp"],
  ];
  const { items: before } = await api.get("broadcasts", SCHEMAS.BroadcastPage);
  for (const [raw, type] of bodies) {
    const headers = type === undefined ? {} : { "content-type": type };
    expect(await api.refused("POST", "broadcasts", { raw, headers })).toMatchObject({ status: 400, code: "BAD_INPUT" });
  }
  const huge = JSON.stringify(completeDraft({ title: "x".repeat(2_000_000) }));
  expect(await api.refused("POST", "broadcasts", { raw: huge })).toMatchObject({ status: 413, code: "TOO_LARGE" });
  const { items: after } = await api.get("broadcasts", SCHEMAS.BroadcastPage);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
});

// Cursors that were not ours once reached the database, which answered with a 500.
test("a list's query is refused with the parameter named", async () => {
  const lists: Record<string, string[]> = {
    broadcasts: ["status=SENT", "limit=0", "limit=201", "limit=many", "cursor=nowhere", "page=2", "q=%00"],
    recipients: ["state=LOST", "limit=-1", "optedOut=maybe", "ids=1,2"],
    "opt-outs": ["cursor=1"],
    audit: ["cursor=first", "cursor=99999999999999999999999999"],
  };
  for (const [list, queries] of Object.entries(lists)) {
    for (const query of queries) {
      const refusal = await api.refused("GET", `${list}?${query}`);
      expect(refusal, `${list}?${query}`).toMatchObject({ status: 400, code: "BAD_INPUT" });
      expect(refusal.paths[0]?.split(".")[0]).toBe(query.split("=")[0]);
    }
  }
  expect((await api.send("GET", "broadcasts?status=&q=&cursor=")).status).toBe(400);
  expect((await api.send("GET", "broadcasts?status=&q=")).status).toBe(200);
});

test("emoji and right-to-left text arrive as they were written", async ({ simulator }) => {
  const title = "🎉 مرحبًا بالجميع – שלום 👩‍👩‍👧‍👦";
  const draft = await api.draft(completeDraft({ title, lang: "ar", whatHappened: "انتقل المطعم إلى الطابق الأرضي. 🍽️" }));
  await simulator.installsFinished();
  await api.tell(draft.id, "send");
  const { counts } = await api.finished(draft.id);
  expect(counts).toMatchObject({ total: 6, sent: 6 });
  for (const { objectId } of simulator.people) {
    const [card] = simulator.received(objectId).filter(({ summary }) => summary === title);
    expect(JSON.stringify(card?.card)).toContain("انتقل المطعم إلى الطابق الأرضي. 🍽️");
  }
});

// An opt-out for nobody once broke a foreign key and was answered with a 500.
test("what is not there cannot be opted out of, kept or named twice", async ({ herald }) => {
  const admin = ApiClient.withKey(herald.url, makeApiKey(herald.env, "bad-input-admin", "admin"));
  const [person] = await api.recipients();
  const cases: [status: number, method: string, path: string, body?: unknown][] = [
    [404, "POST", "opt-outs", { recipientId: randomUUID() }],
    [404, "POST", "opt-outs", { recipientId: person?.id, topicId: randomUUID() }],
    [400, "POST", "opt-outs", { recipientId: "me" }],
    [400, "DELETE", "opt-outs"],
    [409, "POST", "topics", { key: "company-news", name: "Again" }],
    [400, "POST", "topics", { key: "Company News", name: "" }],
    [400, "POST", "topics", { key: "x".repeat(61), name: "Long" }],
    [400, "POST", "api-keys", { name: "", role: "owner" }],
    [400, "POST", "templates", { name: "T", message: { kind: "SERMON" } }],
    [400, "POST", "audiences", { name: "A", audience: { kind: "TEAM_MEMBERS", teamIds: [randomUUID()] } }],
  ];
  const { items: topics } = await api.get("topics", SCHEMAS.TopicPage);
  const renamed = await admin.refused("PATCH", `topics/${topics[0]?.id}`, { body: { name: "" } });
  expect(renamed).toMatchObject({ status: 400, paths: ["name"] });
  for (const [status, method, path, body] of cases) {
    expect(await admin.refused(method, path, { body }), `${method} ${path}`).toMatchObject({ status });
  }
});
