// A new draft from this broadcast.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { duplicateBroadcast } from "@/lib/commands/duplicate-broadcast";

export const POST = broadcastVerb(duplicateBroadcast, 201);
