// Sends the message to the person who asks, alone.
import { sendTest } from "@/lib/commands/send-test";

import { broadcastVerb } from "../../../_broadcast-routes";

export const POST = broadcastVerb(sendTest, 201);
