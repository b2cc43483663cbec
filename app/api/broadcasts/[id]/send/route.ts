// Sends now. The body may carry the estimate its author saw; a time belongs to `schedule`.
import { sendBroadcast } from "@/lib/commands/send-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(sendBroadcast);
