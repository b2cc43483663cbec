// Values that a JSON schema allows, for fast-check: a small walk over what z.toJSONSchema writes. Where a schema says more
// than is understood here (a pattern, a refinement), a value may be near-valid instead, which is as welcome.
import fc from "fast-check";

export type JsonSchema = Record<string, unknown>;

const MAX_DEPTH = 4;
const MAX_LENGTH = 40;
const MAX_ITEMS = 3;
const TIME = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }).map((date) => date.toISOString());

export function arbitraryOf(schema: JsonSchema, components: Record<string, JsonSchema>, depth = 0): fc.Arbitrary<unknown> {
  const of = (inner: unknown): fc.Arbitrary<unknown> => arbitraryOf(inner as JsonSchema, components, depth + 1);
  if (depth > MAX_DEPTH * 4) return fc.constant(null);
  if (typeof schema["$ref"] === "string") return of(components[schema["$ref"].split("/").at(-1) ?? ""] ?? {});
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  const choices = schema["anyOf"] ?? schema["oneOf"];
  // What is deep is cut off at the simplest choice, which comes first.
  if (Array.isArray(choices)) return depth > MAX_DEPTH ? of(choices[0]) : fc.oneof(...choices.map(of));
  if (Array.isArray(schema["allOf"])) {
    return fc.tuple(...schema["allOf"].map(of)).map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
  }
  switch (schema["type"]) {
    case "string": return textOf(schema);
    case "integer": return fc.integer(boundsOf(schema));
    case "number": return fc.double({ ...boundsOf(schema), noNaN: true });
    case "boolean": return fc.boolean();
    case "null": return fc.constant(null);
    case "array": {
      const minLength = numberOf(schema, "minItems", 0);
      return fc.array(of(schema["items"] ?? {}), { minLength, maxLength: Math.max(minLength, MAX_ITEMS) });
    }
    case "object": return objectOf(schema, of);
    default: return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: JsonSchema, of: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const entries = Object.entries((schema["properties"] ?? {}) as Record<string, unknown>);
  const properties = Object.fromEntries(entries.map(([name, inner]) => [name, of(inner)]));
  const required = (schema["required"] ?? []) as string[];
  const known = fc.record(properties, { requiredKeys: required.filter((name) => name in properties) });
  const more = schema["additionalProperties"];
  if (typeof more !== "object" || more === null) return known;
  return fc.tuple(known, fc.dictionary(fc.string({ maxLength: 10 }), of(more), { maxKeys: MAX_ITEMS }))
    .map(([one, other]) => ({ ...other, ...one }));
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  switch (schema["format"]) {
    case "uuid": return fc.uuid();
    case "date-time": return TIME;
    case "uri": return fc.webUrl();
    case "email": return fc.emailAddress();
    default:
  }
  if (typeof schema["pattern"] === "string") return patternOf(schema["pattern"]);
  const minLength = numberOf(schema, "minLength", 0);
  const maxLength = Math.max(minLength, Math.min(numberOf(schema, "maxLength", MAX_LENGTH), MAX_LENGTH));
  return fc.oneof(fc.string({ minLength, maxLength }), fc.string({ minLength, maxLength, unit: "binary" }));
}

/** A pattern that fast-check cannot read, such as one that looks ahead, is any text. */
function patternOf(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern), { size: "small" });
  } catch (error) {
    if (error instanceof Error) return fc.string({ maxLength: MAX_LENGTH });
    throw error;
  }
}

function boundsOf(schema: JsonSchema): { min?: number; max?: number } {
  const bounds = { min: schema["minimum"], max: schema["maximum"] };
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => typeof bound === "number"));
}

function numberOf(schema: JsonSchema, name: string, otherwise: number): number {
  const value = schema[name];
  return typeof value === "number" ? value : otherwise;
}
