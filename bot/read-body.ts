// The body of a request as JSON, never more of it in memory than allowed, whatever its header claims.
export type BodyProblem = "TOO_LARGE" | "NOT_JSON";

export async function readJsonBody(request: Request, maxBytes: number): Promise<{ body: unknown } | BodyProblem> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return "TOO_LARGE";
  const bytes = await readBytes(request, maxBytes);
  if (!bytes) return "TOO_LARGE";
  try {
    return { body: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch (error) {
    // A TypeError says that the bytes are no UTF-8.
    if (error instanceof SyntaxError || error instanceof TypeError) return "NOT_JSON";
    throw error;
  }
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    sizeBytes += next.value.byteLength;
    if (sizeBytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
