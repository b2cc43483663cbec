// Ends one session.
import { handle, idOf } from "@/app/api/_handle";
import { endSession } from "@/lib/commands/end-session";

export const DELETE = handle(endSession, (_body, call) => ({ id: idOf(call) }), () => undefined);
