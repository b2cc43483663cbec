// Runs before every page: its Content-Security-Policy, with a nonce that Next puts on its own scripts and Fluent on its style
// sheets. No other script runs, and no other style sheet applies, whatever a card, a name or a template holds. Pictures of
// cards come from any https address. The headers that are the same everywhere are in next.config.js.
import { type NextRequest, NextResponse } from "next/server";

import { NONCE_HEADER, pagePolicy } from "@/lib/page-policy";

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = pagePolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce from here.
  headers.set("content-security-policy", policy);
  headers.set(NONCE_HEADER, nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/|icon\\.svg$).*)"] };
