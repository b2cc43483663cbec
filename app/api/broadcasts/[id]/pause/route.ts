// Nothing more is begun until it is resumed.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { pauseBroadcast } from "@/lib/commands/pause-broadcast";

export const POST = broadcastVerb(pauseBroadcast);
