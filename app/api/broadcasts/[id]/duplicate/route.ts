// A new draft from this broadcast.
import { duplicateBroadcast } from "@/lib/commands/duplicate-broadcast";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(duplicateBroadcast, 201);
