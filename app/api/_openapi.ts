// The description of the API in OpenAPI 3.1, made from the table of operations and the zod schemas, so that it cannot
// say anything else than what is checked.
import { z } from "zod";

import { DOOR_SCOPES } from "./_door-scopes";
import { type Operation, OPERATIONS } from "./_openapi-routes";
import { SCHEMAS } from "./_openapi-schemas";

type Json = Record<string, unknown>;

const ABOUT = `Herald's one door: pages, API keys and tests come through it. Send an API key as \`Authorization: Bearer …\`
(\`npm run api-key -- NAME ROLE\` makes one). Refusals are problem details (RFC 9457) with a \`code\` and, for bad input,
\`issues\` that name the field; unknown keys are refused. Lists answer \`{ items, next }\`: pass \`next\` as \`cursor\`.`;

export function describeApi(): Json {
  return {
    openapi: "3.1.0",
    info: { title: "Herald", version: "1", description: ABOUT.replaceAll("\n", " ") },
    paths: describePaths(),
    components: {
      schemas: describeSchemas(),
      securitySchemes: {
        apiKey: { type: "http", scheme: "bearer", description: "An API key, with a role and scopes." },
        session: { type: "apiKey", in: "cookie", name: "herald-session", description: "A session of the console." },
      },
    },
  };
}

function describePaths(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method.toLowerCase()]: describe(operation) };
  }
  return paths;
}

function describe(operation: Operation): Json {
  const { access, summary, body, takes, path, method } = operation;
  const parameters = parametersOf(operation);
  const isOpen = typeof access === "string";
  return {
    summary,
    operationId: `${method.toLowerCase()}${path.slice("/api".length).replaceAll(/[^a-z]+(\w?)/gi, (_all, letter: string) => letter.toUpperCase())}`,
    tags: [path.split("/")[2]],
    ...(isOpen ? { security: [] } : { description: `For: ${access.join(", ")}.${scopeWords(operation)}`, security: [{ apiKey: [] }, { session: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(takes ? { requestBody: { required: true, content: text(takes) } } : {}),
    ...(body ? { requestBody: { required: !SCHEMAS[body].safeParse({}).success, content: json(body) } } : {}),
    responses: responsesOf(operation),
  };
}

function scopeWords({ method, path }: Operation): string {
  const scope = DOOR_SCOPES[`${method} ${path}`];
  return scope === undefined || scope === "NONE" ? "" : ` Scope of a key: ${scope}.`;
}

function parametersOf({ path, query, revision, idempotent }: Operation): Json[] {
  const parameters: Json[] = [];
  if (path.includes("{id}")) {
    parameters.push({ name: "id", in: "path", required: true, schema: { type: "string", format: "uuid" } });
  }
  if (query) {
    const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input" });
    for (const [name, schema] of Object.entries(properties)) {
      parameters.push({ name, in: "query", required: required.includes(name), schema });
    }
  }
  if (revision) {
    const description = "The revision that was read; when there is a newer one, the answer is 409.";
    const required = revision === "REQUIRED";
    parameters.push({ name: "If-Match", in: "header", required, description, schema: { type: "string" } });
  }
  if (idempotent) {
    const description = "A text of your own that names this request, such as a UUID; required unless it is a dry run.";
    parameters.push({ name: "Idempotency-Key", in: "header", required: false, description, schema: { type: "string" } });
  }
  return parameters;
}

function responsesOf({ answer, status, alsoAs, tried, path }: Operation): Json {
  const refusal = { description: "A refusal.", content: json("Problem", "application/problem+json") };
  // The bot answers Teams, and this description is no component of itself.
  const opaque = path === "/api/messages" || path === "/api/openapi.json";
  if (!answer && alsoAs) return { "200": { description: "Done.", content: text(alsoAs) }, default: refusal };
  if (!answer) return { [status ?? (opaque ? 200 : 204)]: { description: "Done." }, default: refusal };
  const content = { ...json(answer), ...(alsoAs ? text(alsoAs) : {}) };
  const trial = tried ? { "200": { description: "What it would have done.", content: json(tried) } } : {};
  return { ...trial, [status ?? 200]: { description: "Done.", content }, default: refusal };
}

function json(name: string, type = "application/json"): Json {
  return { [type]: { schema: { $ref: refTo(name) } } };
}

function text(type: string): Json {
  return { [type]: { schema: { type: "string" } } };
}

function describeSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: refTo, io: "input" });
  const entries = Object.entries(schemas).map(([id, schema]) => [id, withoutAddress(schema)] as const);
  return Object.fromEntries(entries);
}

/** A component's place in the document is its address. */
function withoutAddress(schema: object): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$id" && key !== "$schema"));
}

function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}
