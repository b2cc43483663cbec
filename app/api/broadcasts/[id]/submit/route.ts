// Hands a draft in. That is the same as sending it now: either is in review first when somebody else must approve.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { sendBroadcast } from "@/lib/commands/send-broadcast";

export const POST = revisionVerb(sendBroadcast);
