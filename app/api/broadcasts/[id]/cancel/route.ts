// Skips whatever has not been sent.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { cancelBroadcast } from "@/lib/commands/cancel-broadcast";

export const POST = broadcastVerb(cancelBroadcast);
