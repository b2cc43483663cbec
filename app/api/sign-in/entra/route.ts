// The first half of signing in with Entra: where to go, and a cookie that only this browser has.
import { assertSameOrigin } from "@/app/api/_actor";
import { readBody } from "@/app/api/_handle";
import { problemResponse } from "@/app/api/_problem";
import { entra } from "@/app/api/sign-in/_entra";
import { safeNext } from "@/app/sign-in/safe-next";
import { pendingCookie } from "@/lib/auth/pending-sign-in";
import { SignInError } from "@/lib/auth/sign-in-error";
import { parseInput } from "@/lib/commands/command";
import { hashAdminCode } from "@/lib/commands/make-admin-code";
import { signInInputSchema } from "@/lib/domain/sign-in";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/** Anybody may send it: no more of it is held than the longest address to go back to takes. */
const MAX_BODY_BYTES = 8_000;

export async function POST(request: Request): Promise<Response> {
  try {
    const service = entra();
    if (!service) throw new AppError("NOT_FOUND", "Signing in with Entra is not set up here.");
    assertSameOrigin(request);
    const { next, adminCode, chooseAccount } = parseInput(signInInputSchema, await readBody(request, MAX_BODY_BYTES));
    const { url, secrets } = await service.begin({ chooseAccount });
    const code = adminCode === undefined ? {} : { adminCodeHash: hashAdminCode(adminCode) };
    const { APP_URL, SECRET_KEY } = env();
    const cookie = pendingCookie(APP_URL, { ...secrets, ...code, next: safeNext(next) }, SECRET_KEY);
    return Response.json({ url }, { headers: { "set-cookie": cookie, "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(asRefusal(error), "POST /api/sign-in/entra");
  }
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof SignInError)) return error;
  const refusal = { reason: `SIGN_IN_${error.problem}`, code: error.code } as const;
  return new AppError("UNAVAILABLE", "The sign-in service does not answer as it should.", { cause: error, refusal });
}
