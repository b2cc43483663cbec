// { decision: RESEND | CLOSE } for what may or may not have arrived.
import { resolveUnconfirmed } from "@/lib/commands/resolve-unconfirmed";

import { countingVerb } from "../../../_broadcast-routes";

export const POST = countingVerb(resolveUnconfirmed);
