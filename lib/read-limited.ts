// The bytes of a request or an answer, never more of them in memory than allowed, whatever its header claims, and for no
// longer than `signal` allows.

/** Undefined when there are more; the rest is not read. Throws the signal's reason once it is aborted. */
export async function readLimited(
  message: Pick<Request, "headers" | "body">, maxBytes: number, signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (Number(message.headers.get("content-length") ?? 0) > maxBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = message.body?.getReader();
  if (!reader) return new Uint8Array();
  // What is read when a reader is canceled ends as if the body had.
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      sizeBytes += next.value.byteLength;
      if (sizeBytes > maxBytes) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(next.value);
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  signal?.throwIfAborted();
  return Buffer.concat(chunks);
}
