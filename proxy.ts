// Runs before every page: its Content-Security-Policy, with a nonce that Next puts on its own scripts. No other script
// runs, whatever a card, a name or a template holds. Styles may stand inline: Fluent renders them so on the server, and a
// style can neither send nor run anything under this policy. Pictures of cards come from any https address.
// The headers that are the same everywhere are in next.config.js.
import { type NextRequest, NextResponse } from "next/server";

import { pagePolicy } from "@/lib/page-policy";

export function proxy(request: NextRequest): NextResponse {
  const policy = pagePolicy(Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64"));
  const headers = new Headers(request.headers);
  // Next reads the nonce from here.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/|icon\\.svg$).*)"] };
