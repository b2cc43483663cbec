// The description of the API, for people and for generators of clients. It holds no secret, so it needs no key.
import { describeApi } from "@/app/api/_openapi";

export const dynamic = "force-static";

export function GET(): Response {
  return Response.json(describeApi());
}
