// Goes on from where it was paused.
import { resumeBroadcast } from "@/lib/commands/resume-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(resumeBroadcast);
