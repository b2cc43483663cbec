// The one door of the API: who is asking, what they sent, the command or the read, the answer. Every route is a
// declaration that goes through `handle` (a command) or `read`.
import { z } from "zod";

import type { Command } from "@/lib/commands/command";
import { type Role, ROLES } from "@/lib/domain/role";
import { findUnstorable } from "@/lib/domain/storable-text";
import { AppError } from "@/lib/errors";
import { readLimited } from "@/lib/read-limited";
import { db, type DbPool } from "@/lib/store/db";

import { assertInScope, assertOwnPage, assertSameOrigin, type ConsoleActor, getActorOrThrow } from "./_actor";
import { doorOf } from "./_door-scopes";
import { problemResponse } from "./_problem";
import { assertWithinRate } from "./_rate";

type Params = Record<string, string>;
type RouteContext = { params: Promise<Params> };
type Route = (request: Request, context: RouteContext) => Promise<Response>;

export type Call = {
  db: DbPool;
  actor: ConsoleActor;
  request: Request;
  params: Params;
  /** The query, without repeated names. */
  query: Record<string, string>;
};

/** The largest body a write may have: a message with everything in it stays far below. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * A route that runs a command. `input` makes the command's input from the body and the path; `view` makes the answer.
 * The input is checked by the command itself, so it is passed on as it came. An answer with a status or a form of its own
 * is a Response.
 */
export function handle<I, O>(
  command: Command<I, O>,
  input: (body: Record<string, unknown>, call: Call) => unknown,
  view: (output: O, call: Call) => unknown,
  status = 200,
): Route {
  // The command refuses other roles too; here it is done before anything they sent is read.
  return door(rolesOf(command), async (call) => {
    const body = await readBody(call.request);
    const output = await command.run(call.db, call.actor, input(body, call) as I);
    const answer = await view(output, call);
    if (answer instanceof Response) return answer;
    return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer, { status });
  });
}

/**
 * A route whose body is the `change` of its command's input. What is wrong with it is named as its sender wrote it:
 * `message.title`, not `change.message.title`.
 */
export function handleChange<I, O>(
  command: Command<I, O>,
  rest: (call: Call) => Record<string, unknown>,
  view: (output: O, call: Call) => unknown,
): Route {
  const run: typeof command.run = (on, actor, input) => command.run(on, actor, input).catch(throwAsSent);
  return handle({ ...command, run }, (change, call) => ({ ...rest(call), change }), view);
}

function throwAsSent(error: unknown): never {
  if (!(error instanceof AppError) || error.issues.length === 0) throw error;
  const issues = error.issues.map(({ path, message }) => ({ path: path.replace(/^change\.?/, ""), message }));
  throw new AppError(error.code, error.message, { issues, cause: error });
}

/** A route whose body is a file that `work` takes in for a command, which checks the roles too. */
export function receive(command: Pick<Command<never, unknown>, "allowed">, work: (call: Call) => Promise<Response>): Route {
  return door(rolesOf(command), work);
}

function rolesOf({ allowed }: Pick<Command<never, unknown>, "allowed">): Role[] {
  return ROLES.filter((role) => allowed.includes(role));
}

/** A route that reads. `work` returns JSON, or a Response of its own. */
export function read(work: (call: Call) => unknown, roles: readonly Role[] = ROLES): Route {
  return door(roles, async (call) => {
    const answer = await work(call);
    return answer instanceof Response ? answer : Response.json(answer);
  });
}

/**
 * A route that hands out a file through a command. A link is enough to ask for it, and the audit says that it was handed out:
 * so a cookie is believed only when the link was on our own page.
 */
export function handOut<I, O>(command: Command<I, O>, input: (call: Call) => I, fileName: (output: O) => string): Route {
  return door(rolesOf(command), async (call) => {
    if (call.actor.kind === "PERSON") assertSameOrigin(call.request);
    const output = await command.run(call.db, call.actor, input(call));
    return Response.json(output, { headers: { "content-disposition": `attachment; filename="${fileName(output)}"` } });
  });
}

const uuidSchema = z.uuid();

/** The id in the path. What cannot be an id is as missing as one that nothing has: throws NOT_FOUND. */
export function idOf({ params }: Pick<Call, "params">): string {
  const parsed = uuidSchema.safeParse(params["id"]);
  if (!parsed.success) throw new AppError("NOT_FOUND", "There is nothing with this id.");
  return parsed.data;
}

/** The body with the id of the path; only the path may name it. Throws NOT_FOUND, BAD_INPUT. */
export function withPathId(body: Record<string, unknown>, call: Pick<Call, "params">): Record<string, unknown> {
  return { ...withoutId(body), id: idOf(call) };
}

/** The body of something new, whose id is ours to give. Throws BAD_INPUT. */
export function withoutId(body: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(body, "id")) return body;
  const issues = [{ path: "id", message: "The id is given by Herald and named in the path alone." }];
  throw new AppError("BAD_INPUT", "Some fields cannot be used as they are.", { issues });
}

function door(roles: readonly Role[], work: (call: Call) => Promise<Response>): Route {
  return async (request, context) => {
    let actor: ConsoleActor | undefined;
    try {
      actor = await getActorOrThrow(db(), request);
      assertOwnPage(actor, request);
      await assertWithinRate(actor);
      if (!roles.includes(actor.role)) {
        throw new AppError("FORBIDDEN", `The role ${actor.role} may not do this.`, { refusal: { reason: "ROLE" } });
      }
      assertInScope(actor, request);
      const query = assertStorable(Object.fromEntries(new URL(request.url).searchParams));
      const response = await work({ db: db(), actor, request, params: await context.params, query });
      response.headers.set("cache-control", "no-store");
      return response;
    } catch (error) {
      return problemResponse(error, routeOf(request), actor);
    }
  };
}

/** For the log, which must not repeat what somebody wrote into an address. */
function routeOf(request: Request): string {
  return doorOf(request.method, new URL(request.url).pathname) ?? "unlisted";
}

/** An absent body is an empty one. Throws BAD_INPUT, TOO_LARGE. */
export async function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<Record<string, unknown>> {
  const text = request.method === "DELETE" ? "" : await readText(request, maxBytes);
  if (text.trim() === "") return {};
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) throw new AppError("BAD_INPUT", "Send the body as application/json.");
  const value = parseJson(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return assertStorable(value as Record<string, unknown>);
  }
  throw new AppError("BAD_INPUT", "Send one JSON object.");
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const bytes = await readLimited(request, maxBytes).catch((cause: unknown) => {
    throw new AppError("BAD_INPUT", "The body broke off.", { cause });
  });
  if (!bytes) throw tooLarge(maxBytes);
  return decodeUtf8(bytes);
}

/** Throws BAD_INPUT: what is not UTF-8 would be kept as question marks. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("BAD_INPUT", "The body is not UTF-8.", { cause });
  }
}

function assertStorable<T extends Record<string, unknown>>(value: T): T {
  const flaw = findUnstorable(value);
  if (flaw) throw new AppError("BAD_INPUT", "Some fields cannot be used as they are.", { issues: [flaw] });
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("BAD_INPUT", "The body is not valid JSON.", { cause });
  }
}

function tooLarge(maxBytes: number): AppError {
  return new AppError("TOO_LARGE", `The body may have ${maxBytes} bytes at most.`);
}
