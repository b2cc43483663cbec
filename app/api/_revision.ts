// The revision a change was made on, from If-Match: without it two tabs could overwrite each other silently.
import { AppError } from "@/lib/errors";

/** Throws BAD_INPUT when the header is missing or no revision. */
export function revisionOf(request: Request): number {
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(request.headers.get("if-match")?.trim() ?? "");
  if (match) return Number(match[1]);
  const message = 'Send the revision you have seen in the header If-Match, for example If-Match: "3".';
  throw new AppError("BAD_INPUT", message, { issues: [{ path: "If-Match", message }] });
}
