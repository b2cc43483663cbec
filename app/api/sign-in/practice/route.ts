// The practice sign-in: choose one of four personas. It exists only while PRACTICE is on, which needs a loopback APP_URL.
import { assertSameOrigin } from "@/app/api/_actor";
import { readBody } from "@/app/api/_handle";
import { problemResponse } from "@/app/api/_problem";
import { hashToken, newSessionToken, sessionCookie } from "@/lib/auth/session";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { signIn } from "@/lib/commands/sign-in";
import { PERSONAS, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { db } from "@/lib/store/db";

export async function POST(request: Request): Promise<Response> {
  try {
    if (!env().PRACTICE) throw new AppError("NOT_FOUND", "There is no practice sign-in here.");
    assertSameOrigin(request);
    const { objectId } = await readBody(request);
    const persona = PERSONAS.find((candidate) => candidate.objectId === objectId);
    if (!persona) throw new AppError("BAD_INPUT", "Choose one of the personas.");
    const token = newSessionToken();
    const person = await signIn.run(db(), SYSTEM_ACTOR, {
      tenantId: env().BOT_TENANT_ID ?? PRACTICE_TENANT_ID,
      objectId: persona.objectId,
      displayName: persona.displayName,
      role: persona.role,
      tokenHash: hashToken(token),
    });
    return Response.json(person, { headers: { "set-cookie": sessionCookie(env().APP_URL, token) } });
  } catch (error) {
    return problemResponse(error, "/api/sign-in/practice");
  }
}
