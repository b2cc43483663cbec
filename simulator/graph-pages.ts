// Pages of Graph's lists: their size, and the links to the next one, whose tokens are opaque to a client and JSON to us.
import { z } from "zod";

import { type Answer, json } from "./answers";
import { badRequest, graphError } from "./graph-answers";
import type { GraphRequest } from "./graph-request";

const MAX_PAGE_SIZE = 999;

const pageTokenSchema = z.object({ after: z.number(), wasEmpty: z.boolean().default(false) });

export function readPageSize({ call, headers, simulator }: GraphRequest, usual = simulator.settings.graphPageSize) {
  const preferred = /odata\.maxpagesize=(\d+)/i.exec(headers.prefer ?? "")?.[1];
  const asked = call.query.get("$top") ?? preferred;
  if (asked === undefined || asked === null) return { size: usual };
  const size = Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    return { refusal: badRequest(`Invalid page size specified: '${asked}'. Must be between 1 and 999 inclusive.`) };
  }
  return { size };
}

/**
 * One page of a list whose members are numbered. The token is the number of the last one shown, so that what joins or
 * leaves meanwhile moves nobody from one page to another.
 */
export function answerPage<T>(
  request: GraphRequest, list: readonly T[], numberOf: (item: T, position: number) => number, view: (item: T) => unknown,
): Answer {
  const { size, refusal } = readPageSize(request);
  if (refusal) return refusal;
  const token = request.call.query.get("$skiptoken");
  const read = token === null ? { after: -1, wasEmpty: false } : readToken(token, pageTokenSchema);
  if (!read) return graphError(400, "Directory_ExpiredPageToken", "The specified page token value has expired.");
  const context = { "@odata.context": contextOf(request) };
  const count = wantsCount(request) && token === null ? { "@odata.count": list.length } : {};
  if (request.simulator.settings.graphEmptyPages && !read.wasEmpty) {
    const next = linkTo(request, { $skiptoken: makeToken({ after: read.after, wasEmpty: true }) });
    return json(200, { ...context, ...count, "@odata.nextLink": next, value: [] });
  }
  const start = firstAfter(list, numberOf, read.after);
  const page = list.slice(start, start + size);
  const end = start + page.length;
  const last = page.at(-1);
  const after = last === undefined ? read.after : numberOf(last, end - 1);
  return json(200, {
    ...context,
    ...count,
    ...(end < list.length ? { "@odata.nextLink": linkTo(request, { $skiptoken: makeToken({ after }) }) } : {}),
    value: page.map(view),
  });
}

/** The address of this list with other parameters beside those it was asked with. */
export function linkTo(request: GraphRequest, parameters: Readonly<Record<string, string>>, keep = true): string {
  const query = keep ? new URLSearchParams(request.call.query) : new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) query.set(name, value);
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `${request.baseUrl}/${request.path}?${text}`;
}

export function contextOf(request: GraphRequest): string {
  return `${request.baseUrl}/$metadata#${request.path.split("/")[0]}`;
}

export function makeToken(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

export function readToken<T>(token: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(token, "base64url").toString())).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function wantsCount({ call, headers }: GraphRequest): boolean {
  return call.query.get("$count") === "true" && headers.consistencyLevel === "eventual";
}

/** The list is in the order of its numbers: half of what is left is put aside at each step. */
function firstAfter<T>(list: readonly T[], numberOf: (item: T, position: number) => number, after: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle] as T;
    if (numberOf(item, middle) > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
