// The second half of signing in with Entra: the browser comes back, and goes on to where it wanted, signed in, or to the
// sign-in page with the reason in words. The one GET that changes something: it needs the cookie of the first half.
import { cookieOf } from "@/app/api/_actor";
import { problemResponse } from "@/app/api/_problem";
import { beginSession } from "@/app/api/sign-in/_begin-session";
import { entra } from "@/app/api/sign-in/_entra";
import { noPendingCookie, pendingCookieName, type PendingSignIn, readPending } from "@/lib/auth/pending-sign-in";
import { hashToken } from "@/lib/auth/session";
import { SignInError } from "@/lib/auth/sign-in-error";
import { roleOfAppRoles, type SignInProblem } from "@/lib/domain/sign-in";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { refusals } from "@/lib/refusal-log";

export async function GET(request: Request): Promise<Response> {
  const { APP_URL, SECRET_KEY, SECRET_KEY_PREVIOUS } = env();
  const pending = readPending(cookieOf(request, pendingCookieName(APP_URL)), SECRET_KEY, Date.now(), SECRET_KEY_PREVIOUS);
  try {
    if (!entra()) throw new AppError("NOT_FOUND", "Signing in with Entra is not set up here.");
    if (!pending) throw new SignInError("STALE", "no_cookie");
    return goTo(pending.next, await finish(request, pending));
  } catch (error) {
    if (!(error instanceof SignInError)) return problemResponse(error, "GET /api/sign-in/entra/callback");
    const { problem, code } = error;
    const isOurs = problem === "SETUP" || problem === "UNTRUSTED" || problem === "UNAVAILABLE";
    refusals().note({ reason: `SIGN_IN_${problem}`, status: 303, route: "GET /api/sign-in/entra/callback", code, isOurs, error });
    return goTo(signInPage(problem, pending?.next));
  }
}

/** The cookie of the new session. */
async function finish(request: Request, { next: _next, adminCodeHash, ...secrets }: PendingSignIn): Promise<string> {
  const service = entra();
  if (!service) throw new SignInError("SETUP", "off");
  const { appRoles, ...who } = await service.finish(new URL(request.url).searchParams, secrets);
  const { outcome, cookie } = await beginSession(request, { ...who, role: roleOfAppRoles(appRoles) ?? null }, {
    source: "ENTRA",
    stateHash: hashToken(secrets.state),
    ...(adminCodeHash === undefined ? {} : { adminCodeHash }),
  });
  if (outcome.kind !== "SIGNED_IN") throw new SignInError(outcome.kind, "after_entra");
  return cookie;
}

function signInPage(problem: SignInProblem, next = "/"): string {
  return `/sign-in?${new URLSearchParams({ problem, ...(next === "/" ? {} : { next }) }).toString()}`;
}

/** Only to pages of our own; the cookie of the first half is spent either way. */
function goTo(path: string, cookie?: string): Response {
  const { APP_URL } = env();
  const headers = new Headers({ location: `${APP_URL}${path}`, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  headers.append("set-cookie", noPendingCookie(APP_URL));
  if (cookie !== undefined) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
