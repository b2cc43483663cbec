// Refusals as RFC 9457 problem details. The only place where an AppError meets HTTP; anything else is a bug, and people
// get an id for it instead of its story.
import { randomUUID } from "node:crypto";

import type { Problem } from "@/lib/domain/views";
import { AppError, HTTP_STATUS } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Asker, noteRefused } from "@/lib/refusal-log";
import { isUnavailable } from "@/lib/store/unavailable";

/** Where a limit does not say when, most are counted by the minute; a database that is restarted is back within some seconds. */
const RETRY_AFTER_SECONDS: Record<number, number> = { [HTTP_STATUS.TOO_MANY]: 60, [HTTP_STATUS.UNAVAILABLE]: 5 };

const UNAVAILABLE = "The database does not answer at present. Look in a moment whether it was done, and try again.";

/** `route` as it is declared, such as `GET /api/topics/{id}`; `asker` where it is known who was refused. */
export function problemResponse(error: unknown, route: string, asker?: Asker): Response {
  const refusal = isUnavailable(error) ? new AppError("UNAVAILABLE", UNAVAILABLE, { cause: error }) : error;
  if (refusal instanceof AppError) {
    noteRefused(refusal, route, asker);
    return respond(refusal);
  }
  const requestId = randomUUID();
  log.error("api.broke", { error, requestId, route });
  return respondWith({
    type: "about:blank",
    title: "Herald could not do this",
    status: 500,
    code: "INTERNAL",
    detail: `Something went wrong here, and it is written down as ${requestId}. Nothing was changed.`,
  });
}

function respond({ code, status, message, issues, retryAfterSeconds }: AppError): Response {
  const title = code.toLowerCase().replaceAll("_", " ");
  return respondWith({
    type: "about:blank",
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status,
    code,
    detail: message,
    ...(issues.length > 0 ? { issues: [...issues] } : {}),
  }, retryAfterSeconds);
}

function respondWith(problem: Problem, retryAfterSeconds?: number): Response {
  const wait = retryAfterSeconds ?? RETRY_AFTER_SECONDS[problem.status];
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(wait === undefined ? {} : { "retry-after": String(wait) }),
    },
  });
}
