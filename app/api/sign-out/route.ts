// Ends the session here and in the browser, and says where to go on: to Entra, to end the session there too, or to our
// sign-in page. Signing out twice is no error.
import { assertSameOrigin, type ConsoleActor, cookieOf, findPerson } from "@/app/api/_actor";
import { problemResponse } from "@/app/api/_problem";
import { entra } from "@/app/api/sign-in/_entra";
import { hashToken, sessionCookie, sessionCookieName } from "@/lib/auth/session";
import { signOut } from "@/lib/commands/sign-out";
import type { SessionSource } from "@/lib/domain/sign-in";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { db } from "@/lib/store/db";
import { deleteSession } from "@/lib/store/sessions";

const SIGN_IN_PAGE = "/sign-in";

export async function POST(request: Request): Promise<Response> {
  let person: ConsoleActor | undefined;
  try {
    const token = cookieOf(request, sessionCookieName(env().APP_URL));
    person = await findPerson(db(), token);
    assertSameOrigin(request);
    const source = token === undefined ? undefined : await end(hashToken(token), person);
    const next = source === "ENTRA" ? await endAtEntra() : SIGN_IN_PAGE;
    return Response.json({ next }, { headers: { "set-cookie": sessionCookie(env().APP_URL, ""), "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error, "POST /api/sign-out", person);
  }
}

/** Without a person it is over already, and only its row is left. */
async function end(tokenHash: string, person: ConsoleActor | undefined): Promise<SessionSource | undefined> {
  if (!person) return deleteSession(db(), tokenHash);
  return (await signOut.run(db(), person, { tokenHash })).source;
}

/** Our own session has ended whatever Entra says. */
async function endAtEntra(): Promise<string> {
  try {
    return (await entra()?.endSessionUrl()) ?? SIGN_IN_PAGE;
  } catch (error) {
    log.warn("sign_out.entra_unreachable", { error });
    return SIGN_IN_PAGE;
  }
}
