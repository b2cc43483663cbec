// A draft begins to repeat, or a recurring broadcast gets another rhythm.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { repeatBroadcast } from "@/lib/commands/repeat-broadcast";

export const POST = revisionVerb(repeatBroadcast);
