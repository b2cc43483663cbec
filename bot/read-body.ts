// The body of a request as JSON.
import { readLimited } from "@/lib/read-limited";

export type BodyProblem = "TOO_LARGE" | "TOO_SLOW" | "NOT_JSON";

/** `signal` says until when it is waited for. */
export async function readJsonBody(
  request: Request, maxBytes: number, signal: AbortSignal,
): Promise<{ body: unknown } | BodyProblem> {
  try {
    const bytes = await readLimited(request, maxBytes, signal);
    if (!bytes) return "TOO_LARGE";
    return { body: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch (error) {
    if (signal.aborted) return "TOO_SLOW";
    // A TypeError says that the bytes are no UTF-8.
    if (error instanceof SyntaxError || error instanceof TypeError) return "NOT_JSON";
    throw error;
  }
}
