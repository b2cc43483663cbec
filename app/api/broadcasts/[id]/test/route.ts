// Sends the message to the person who asks, alone.
import { broadcastVerb } from "@/app/api/_broadcast-routes";
import { sendTest } from "@/lib/commands/send-test";

export const POST = broadcastVerb(sendTest, 201);
