// Hands a draft in. While no approval is due (the threshold is off by default) that is the same as sending it now.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { sendBroadcast } from "@/lib/commands/send-broadcast";

export const POST = revisionVerb(sendBroadcast);
