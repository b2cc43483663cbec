// Goes on from where it was paused.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";

export const POST = broadcastVerb(resumeBroadcast);
