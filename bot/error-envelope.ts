// The code and message inside an error of the Connector. Two envelopes are in use: `{"error":{code,message}}`, and an
// older `{"errorCode":209,"message":"{\"subCode\":…}"}` whose message is JSON in a string.
import { parseJsonObject } from "@/lib/parse-json";

export type ErrorFacts = { code?: string; message: string };

const MAX_CODE_LENGTH = 80;

export function parseErrorEnvelope(body: string): ErrorFacts {
  const outer = parseJsonObject(body);
  if (!outer) return { message: "" };
  if (isObject(outer["error"])) return factsOf(outer["error"]["code"], outer["error"]["message"]);
  const inner = typeof outer["message"] === "string" ? parseJsonObject(outer["message"]) : undefined;
  if (inner) return factsOf(inner["subCode"] ?? inner["code"], inner["details"] ?? inner["message"]);
  return factsOf(outer["code"] ?? outer["subCode"], outer["message"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// A code becomes a word in tables and logs, so only what looks like one is taken.
function factsOf(code: unknown, message: unknown): ErrorFacts {
  const text = typeof message === "string" ? message : "";
  const word = typeof code === "string" && /^[A-Za-z][A-Za-z0-9_.-]*$/.test(code) && code.length <= MAX_CODE_LENGTH;
  return word ? { code, message: text } : { message: text };
}
