// `POST /$batch`: up to twenty requests in one, each answered on its own, in an order of its own. A part that waits for
// another is done after it, and refused when the other has failed.
import { z } from "zod";

import { type Answer, json } from "./answers";
import { badRequest } from "./graph-answers";
import type { GraphRequest } from "./graph-request";
import { readJson } from "./read-json";
import type { Simulator } from "./simulator";
import type { Reply } from "./strike";

export const MAX_BATCH = 20;

const batchSchema = z.object({
  requests: z.array(
    z.looseObject({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).default([]),
    }),
  ),
});

type Part = z.output<typeof batchSchema>["requests"][number];
type PartAnswer = { id: string; status: number; headers: Record<string, string>; body?: unknown };
type AnswerOne = (
  simulator: Simulator,
  arrival: { method: string; target: string; headers: GraphRequest["headers"]; body: string; host: string },
  nowMs: number,
) => Promise<Reply>;

export async function answerBatch(request: GraphRequest, answerOne: AnswerOne): Promise<Answer> {
  const parsed = batchSchema.safeParse(readJson(request.body));
  if (!parsed.success) return badRequest("Invalid batch payload format.");
  const { requests } = parsed.data;
  if (requests.length === 0) return badRequest("Invalid batch payload format.");
  if (requests.length > MAX_BATCH) return badRequest(`Number of batch request steps exceeds the maximum value of ${MAX_BATCH}.`);
  if (new Set(requests.map((part) => part.id)).size < requests.length) return badRequest("Request ids must be unique.");
  const answers = new Map<string, PartAnswer>();
  for (const part of requests) answers.set(part.id, await answerPart(request, part, answers, answerOne));
  // Whoever counts on the order of the answers is wrong with Graph, and here at once.
  return json(200, { responses: [...answers.values()].reverse() });
}

async function answerPart(
  request: GraphRequest, part: Part, done: ReadonlyMap<string, PartAnswer>, answerOne: AnswerOne,
): Promise<PartAnswer> {
  if (part.dependsOn.some((id) => (done.get(id)?.status ?? 424) >= 300)) {
    const error = { code: "FailedDependency", message: "A request this one depends on has failed." };
    return { id: part.id, status: 424, headers: {}, body: { error } };
  }
  const headers = {
    authorization: request.headers.authorization,
    consistencyLevel: valueOf(part, "consistencylevel"),
    prefer: valueOf(part, "prefer"),
  };
  const arrival = {
    method: part.method.toUpperCase(),
    target: `v1.0/${part.url.replace(/^\//, "")}`,
    headers,
    body: part.body === undefined ? "" : JSON.stringify(part.body),
    host: new URL(request.baseUrl).host,
  };
  // A part has no connection of its own that could break: such an accident is a gateway that gave up.
  const { answer, accident } = await answerOne(request.simulator, arrival, request.nowMs);
  if (accident === "reset" || accident === "hang") return { id: part.id, status: 504, headers: {} };
  const body = answer.body === "" ? {} : { body: readJson(answer.body) };
  return { id: part.id, status: answer.status, headers: { "Content-Type": "application/json", ...answer.headers }, ...body };
}

function valueOf({ headers }: Part, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
