// The practice sign-in: choose one of four personas. It exists only while PRACTICE is on, which needs a loopback APP_URL.
import { assertSameOrigin } from "@/app/api/_actor";
import { readBody } from "@/app/api/_handle";
import { problemResponse } from "@/app/api/_problem";
import { beginSession } from "@/app/api/sign-in/_begin-session";
import { PERSONAS, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export async function POST(request: Request): Promise<Response> {
  try {
    if (!env().PRACTICE) throw new AppError("NOT_FOUND", "There is no practice sign-in here.");
    assertSameOrigin(request);
    const { objectId } = await readBody(request);
    const persona = PERSONAS.find((candidate) => candidate.objectId === objectId);
    if (!persona) throw new AppError("BAD_INPUT", "Choose one of the personas.");
    const { displayName, role } = persona;
    const who = { tenantId: env().BOT_TENANT_ID ?? PRACTICE_TENANT_ID, objectId: persona.objectId, displayName, role };
    const { outcome, cookie } = await beginSession(request, who, { source: "PRACTICE" });
    if (outcome.kind !== "SIGNED_IN") throw new AppError("FORBIDDEN", "This persona has no role.");
    return Response.json(outcome.person, { headers: { "set-cookie": cookie, "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error, "POST /api/sign-in/practice");
  }
}
