// The revision a change was made on, from If-Match: without it two tabs could overwrite each other silently.
import { AppError } from "@/lib/errors";

/** For changes that may do without: the revision when the header is there. Throws BAD_INPUT when it is no revision. */
export function revisionIfGiven(request: Request): { revision?: number } {
  return request.headers.has("if-match") ? { revision: revisionOf(request) } : {};
}

/** Throws BAD_INPUT when the header is missing or no revision. */
export function revisionOf(request: Request): number {
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(request.headers.get("if-match")?.trim() ?? "");
  if (match) return Number(match[1]);
  const message = 'Send the revision you have seen in the header If-Match, for example If-Match: "3".';
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "If-Match", message }] });
}
