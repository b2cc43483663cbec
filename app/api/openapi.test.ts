// The description of the API against the route files: neither may know an operation that the other does not.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

import { describeApi } from "./_openapi";
import { OPERATIONS } from "./_openapi-routes";
import { SCHEMAS } from "./_openapi-schemas";

const API = import.meta.dirname;
const METHOD = /^export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;

const routeFiles = readdirSync(API, { recursive: true, encoding: "utf8" }).filter((file) => /(^|\/)route\.ts$/.test(file));

describe("the description of the API", () => {
  it("names exactly the operations that the route files export", () => {
    const exported = routeFiles.flatMap((file) => {
      const path = `/api/${dirname(file).replaceAll(/\[(\w+)\]/g, "{$1}")}`;
      return [...readFileSync(join(API, file), "utf8").matchAll(METHOD)].map((match) => `${match[1]} ${path}`);
    });
    const described = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(exported.length).toBeGreaterThan(30);
    expect(described.toSorted()).toEqual(exported.toSorted());
    expect(new Set(described).size).toBe(described.length);
  });

  const document = describeApi();

  it("refers only to components that exist, and uses each of them", () => {
    const text = JSON.stringify(document);
    const used = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]));
    expect([...used].toSorted()).toEqual(Object.keys(SCHEMAS).toSorted());
    expect(text).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/);
  });

  it("gives each operation a name of its own, for generators of clients", () => {
    const ids = JSON.stringify(document).match(/"operationId":"\w+"/g) ?? [];
    expect(ids).toHaveLength(OPERATIONS.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says what a draft may hold, from the schema that checks it", () => {
    expect(document).toMatchObject({
      openapi: "3.1.0",
      paths: {
        "/api/broadcasts/{id}": {
          patch: { parameters: [{ name: "id" }, { name: "If-Match", required: true }] },
          delete: { description: "For: author, admin. Scope of a key: broadcasts:write." },
        },
        "/api/broadcasts": {
          get: { parameters: ["status", "purpose", "q", "cursor", "limit", "waiting"].map((name) => ({ name })) },
        },
      },
      components: {
        schemas: {
          DraftInput: { required: ["message"], additionalProperties: false },
          Message: { oneOf: [{ properties: { title: { maxLength: 150 } } }, {}] },
        },
      },
    });
  });
});
