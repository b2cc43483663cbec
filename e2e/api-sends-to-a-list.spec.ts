// Another system uploads a file of people, reads which lines named nobody, and sends to the list: each person of it once.
import { SCHEMAS } from "@/app/api/_openapi-schemas";

import { ApiClient, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { expect, test } from "./fixtures";

test.use({ people: 6 });

test("a file becomes a list, its bad lines are named, and everybody on it gets one card", async ({ herald, simulator }) => {
  await simulator.installsFinished();
  const api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "lists", "author"));
  const [first, second] = simulator.people;
  const again = first!.objectId.toUpperCase();
  const raw = [
    "\uFEFFName;Id", `"A, B";${first!.objectId}`, `Again;${again}`, `C;${second!.objectId}`, "D;nobody@nowhere.example", "E;no id", "",
  ].join("\r\n");
  const csv = { raw, headers: { "content-type": "text/csv" } };
  const list = await api.expect(201, SCHEMAS.List, "POST", "lists?name=From%20a%20file", csv);
  expect(list).toMatchObject({ status: "READY", rows: 5, people: 2, duplicates: 1, unknown: 1, malformed: 1 });

  const { items } = await api.get(`lists/${list.id}/flaws`, SCHEMAS.ListFlawPage);
  expect(items.map(({ line, reason }) => [line, reason])).toEqual([[5, "UNKNOWN"], [6, "NO_ID"]]);
  const unknown = await api.send("GET", `lists/${list.id}/flaws?reason=UNKNOWN&format=csv`);
  expect(unknown).toMatchObject({ status: 200, type: "text/csv; charset=utf-8" });
  expect(unknown.text.trim().split("\n")).toEqual(["line,value,reason", "5,nobody@nowhere.example,UNKNOWN"]);
  expect(await api.refused("POST", "lists?name=From%20a%20file", csv)).toMatchObject({ status: 409, paths: ["name"] });
  expect(await api.refused("POST", "lists?name=Json", { body: {} })).toMatchObject({ status: 400 });

  const audience = { kind: "CSV", listId: list.id };
  const estimate = await api.expect(200, SCHEMAS.Estimate, "POST", "audiences/estimate", { body: { audience } });
  expect(estimate.total).toBe(2);
  const title = "For the people of a file";
  const { id } = await api.draft({ ...completeDraft({ title }), audience });
  expect(await api.refused("DELETE", `lists/${list.id}`)).toMatchObject({ status: 409 });
  await api.tell(id, "send");
  expect((await api.finished(id)).counts).toMatchObject({ total: 2, sent: 2 });
  const cardsOf = (objectId: string) => simulator.received(objectId).filter(({ summary }) => summary === title);
  expect(simulator.people.map(({ objectId }) => cardsOf(objectId).length)).toEqual([1, 1, 0, 0, 0, 0]);
  expect((await api.send("DELETE", `lists/${list.id}`)).status).toBe(204);
});
