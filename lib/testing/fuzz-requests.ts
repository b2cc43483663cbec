// Requests for every operation of the API, from its own description: valid, near-valid and wild. The same seed makes the
// same requests, but for what the server has made meanwhile.
import fc from "fast-check";

import { describeApi } from "@/app/api/_openapi";
import { type Operation, OPERATIONS } from "@/app/api/_openapi-routes";

import { arbitraryOf, type JsonSchema } from "./schema-arbitrary";

export type FuzzRequest = { method: string; path: string; headers: Record<string, string>; body?: string };

type Described = {
  parameters?: { name: string; in: string; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
};

/** The bot's is asked with its own activities. */
const LEFT_OUT = ["POST /api/messages"];

/** Mostly of operations that take something; `knownIds` are of things that are there. */
export function fuzzRequests(knownIds: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const operations = OPERATIONS.filter(({ method, path }) => !LEFT_OUT.includes(`${method} ${path}`));
  return fc.oneof(...operations.map((operation) => ({
    arbitrary: requestOf(operation, knownIds), weight: operation.body || operation.query ? 4 : 1,
  })));
}

function requestOf(operation: Operation, knownIds: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const { paths, components } = describeApi() as {
    paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, JsonSchema> };
  };
  const { parameters = [], requestBody } = paths[operation.path]?.[operation.method.toLowerCase()] ?? {};
  const of = (schema: JsonSchema): fc.Arbitrary<unknown> => arbitraryOf(schema, components.schemas);
  const query = fc.record(Object.fromEntries(
    parameters.filter((parameter) => parameter.in === "query").map(({ name, schema }) => [name, fc.oneof(of(schema), WILD_TEXT)]),
  ), { requiredKeys: [] });
  const content = requestBody?.content["application/json"];
  const body = content ? near(of(content.schema)) : fc.oneof(fc.constant(undefined), fc.constant("{}"), WILD_BODY);
  const strange = fc.dictionary(WILD_TEXT, WILD_TEXT, { maxKeys: 1 });
  return fc.record({ id: idOf(knownIds), query: fc.tuple(query, strange), body, match: MATCH })
    .map(({ id, query: [known, more], body: text, match }) => ({
      method: operation.method,
      path: `${operation.path.replace("{id}", encodeURIComponent(id))}${queryOf({ ...more, ...known })}`,
      headers: { ...match, ...(text === undefined ? {} : { "content-type": operation.takes ?? "application/json" }) },
      ...(text === undefined || operation.method === "GET" ? {} : { body: text }),
    }));
}

const MAX_STEPS = 24;
const WILD_TEXT = fc.oneof(
  fc.string({ maxLength: 30 }), fc.string({ maxLength: 30, unit: "binary" }),
  fc.constantFrom(
    "", "\u0000", "__proto__", "constructor", "-1", "1e999", "9007199254740993", "' OR 1=1 --", "%", "_", "\\", "=1+1", "null",
    "🙃".repeat(100),
  ),
);
const WILD_BODY = fc.oneof(
  fc.json({ maxDepth: 4 }), WILD_TEXT, fc.constantFrom("{", "[]", "null", '{"__proto__":{}}', "[".repeat(5_000)),
);
const MATCH = fc.constantFrom<Record<string, string>>({}, { "if-match": '"1"' }, { "if-match": "x" }, { "idempotency-key": "k" });
const WILD_VALUE = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }), WILD_TEXT,
  fc.constantFrom<unknown>(null, 0, -1, 1e308, 2 ** 53, [], {}, true, "x".repeat(10_000), "\ud800", "2026-02-30T25:61:00Z"),
);

function idOf(knownIds: readonly string[]): fc.Arbitrary<string> {
  const strange = fc.oneof(fc.uuid(), WILD_TEXT.map((text) => text.replaceAll(/[\u0000/]/g, "x") || "x"));
  return knownIds.length === 0 ? strange : fc.oneof(fc.constantFrom(...knownIds), strange);
}

/** A third as it is, a third with one thing wrong, a third wild. */
export function near(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = valid.map((value) => JSON.stringify(value) ?? "");
  const changed = fc.tuple(valid, fc.nat({ max: MAX_STEPS }), WILD_VALUE)
    .map(([value, left, wild]) => JSON.stringify(changeOne(value, { left }, wild)) ?? "");
  return fc.oneof(text, changed, WILD_BODY);
}

/** Puts `wild` in the place of the value that is `left` steps on, or beside it where there are fewer. */
function changeOne(value: unknown, at: { left: number }, wild: unknown): unknown {
  if (at.left === 0) {
    at.left = -1;
    return wild;
  }
  if (at.left > 0) at.left -= 1;
  if (Array.isArray(value)) return value.map((item) => changeOne(item, at, wild));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changeOne(item, at, wild)]));
}

function queryOf(query: Record<string, unknown>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined).map(([name, value]) => [name, textOf(value)]);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries).toString()}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
