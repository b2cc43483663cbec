// Nothing more is begun until it is resumed.
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(pauseBroadcast);
