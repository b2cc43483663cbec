// The key under which another system may send the same thing again without its happening twice.
import { AppError } from "@/lib/errors";

/** The body with the header's key. Only the header may name it: throws BAD_INPUT. */
export function withIdempotencyKey(body: Record<string, unknown>, { request }: { request: Request }): Record<string, unknown> {
  if (Object.hasOwn(body, "idempotencyKey")) {
    const message = "Send the key in the header Idempotency-Key.";
    throw new AppError("BAD_INPUT", message, { issues: [{ path: "idempotencyKey", message }] });
  }
  const key = request.headers.get("idempotency-key");
  return { ...body, ...(key === null ? {} : { idempotencyKey: key }) };
}
