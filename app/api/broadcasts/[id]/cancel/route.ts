// Skips whatever has not been sent.
import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(cancelBroadcast);
