// Sends at a later time: { scheduledAt, zone?, estimate? }.
import { scheduleBroadcast } from "@/lib/commands/schedule-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(scheduleBroadcast);
