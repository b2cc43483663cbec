// Hands a draft in. While no approval is due (the threshold is off by default) that is the same as sending it now.
import { sendBroadcast } from "@/lib/commands/send-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(sendBroadcast);
