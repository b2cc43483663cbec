// A body of text/csv as it streams in, never held as a whole.
import { AppError } from "@/lib/errors";

/** Throws BAD_INPUT for another type, or no body. */
export function csvBody(request: Request): AsyncIterable<Uint8Array> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^text\/csv\b/i.test(type)) throw new AppError("BAD_INPUT", "Send the file itself as the body, as text/csv.");
  if (!request.body) throw new AppError("BAD_INPUT", "The file is empty.");
  return chunksOf(request.body);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops reading wants no more of it; what is still on its way is not waited for.
    await reader.cancel().catch(() => undefined);
  }
}
