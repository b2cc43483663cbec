// What every sign-in ends with: a new token for this browser, in place of the one it had.
import { cookieOf } from "@/app/api/_actor";
import { hashToken, newSessionToken, sessionCookie, sessionCookieName } from "@/lib/auth/session";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { type SignedIn, signIn } from "@/lib/commands/sign-in";
import type { Role } from "@/lib/domain/role";
import type { SessionSource } from "@/lib/domain/sign-in";
import { env } from "@/lib/env";
import { db } from "@/lib/store/db";

type Who = { tenantId: string; objectId: string; displayName: string; role: Role | null };
type How = { source: SessionSource; stateHash?: string; adminCodeHash?: string };

/** `cookie` is a Set-Cookie header, to be sent only when the person is signed in. */
export async function beginSession(request: Request, who: Who, how: How): Promise<{ outcome: SignedIn; cookie: string }> {
  const token = newSessionToken();
  const oldToken = cookieOf(request, sessionCookieName(env().APP_URL));
  const outcome = await signIn.run(db(), SYSTEM_ACTOR, {
    ...who,
    ...how,
    browser: request.headers.get("user-agent") ?? "",
    tokenHash: hashToken(token),
    ...(oldToken ? { oldTokenHash: hashToken(oldToken) } : {}),
  });
  return { outcome, cookie: sessionCookie(env().APP_URL, token) };
}
