// Ends the session here and in the browser. Signing out twice is no error.
import { assertSameOrigin, cookieOf } from "@/app/api/_actor";
import { problemResponse } from "@/app/api/_problem";
import { hashToken, sessionCookie, sessionCookieName } from "@/lib/auth/session";
import { env } from "@/lib/env";
import { db } from "@/lib/store/db";
import { deleteSession } from "@/lib/store/sessions";

export async function POST(request: Request): Promise<Response> {
  try {
    assertSameOrigin(request);
    const token = cookieOf(request, sessionCookieName(env().APP_URL));
    if (token) await deleteSession(db(), hashToken(token));
    return new Response(null, { status: 204, headers: { "set-cookie": sessionCookie(env().APP_URL, "") } });
  } catch (error) {
    return problemResponse(error, "/api/sign-out");
  }
}
