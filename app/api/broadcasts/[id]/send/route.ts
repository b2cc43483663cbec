// Sends now. The body may carry the estimate its author saw; a time belongs to `schedule`.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { sendBroadcast } from "@/lib/commands/send-broadcast";

export const POST = broadcastVerb(sendBroadcast);
