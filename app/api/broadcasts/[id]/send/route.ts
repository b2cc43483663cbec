// Sends now. The body may carry the estimate its author saw; a time belongs to `schedule`.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { sendBroadcast } from "@/lib/commands/send-broadcast";

export const POST = revisionVerb(sendBroadcast);
