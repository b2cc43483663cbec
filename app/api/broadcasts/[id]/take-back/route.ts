// Back to the drafts, before anything was sent.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { takeBackBroadcast } from "@/lib/commands/take-back-broadcast";

export const POST = broadcastVerb(takeBackBroadcast);
