// Refusals as RFC 9457 problem details. The only place where an AppError meets HTTP; anything else is a bug, and people
// get an id for it instead of its story.
import { randomUUID } from "node:crypto";

import type { Problem } from "@/lib/domain/views";
import { AppError, HTTP_STATUS } from "@/lib/errors";
import { log } from "@/lib/log";

/** Limits are counted by the minute. */
const RETRY_AFTER_SECONDS = 60;

export function problemResponse(error: unknown, route: string): Response {
  if (error instanceof AppError) return respond(error);
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

function respond({ code, status, message, issues }: AppError): Response {
  const title = code.toLowerCase().replaceAll("_", " ");
  return respondWith({
    type: "about:blank",
    title: title.charAt(0).toUpperCase() + title.slice(1),
    status,
    code,
    detail: message,
    ...(issues.length > 0 ? { issues: [...issues] } : {}),
  });
}

function respondWith(problem: Problem): Response {
  return Response.json(problem, {
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(problem.status === HTTP_STATUS.TOO_MANY ? { "retry-after": String(RETRY_AFTER_SECONDS) } : {}),
    },
  });
}
