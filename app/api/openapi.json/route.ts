// The description of the API, for people and for generators of clients. It holds no secret, so it needs no key. It is made once
// and not by the build: what the build made is answered by other code of Next's, whose 405 has a body without a type.
import { describeApi } from "@/app/api/_openapi";

export const dynamic = "force-dynamic";

let description: string | undefined;

export function GET(): Response {
  description ??= JSON.stringify(describeApi());
  return new Response(description, { headers: { "content-type": "application/json" } });
}
