// { decision: RESEND | CLOSE } for what may or may not have arrived.
import { countingVerb } from "@/app/api/_broadcast-routes";
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";

export const POST = countingVerb(resolveUnconfirmed);
