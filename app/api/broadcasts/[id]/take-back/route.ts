// Back to the drafts, before anything was sent.
import { takeBackBroadcast } from "@/lib/commands/take-back-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(takeBackBroadcast);
