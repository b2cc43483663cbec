// Sends at a later time: { scheduledAt, zone?, estimate? }.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { scheduleBroadcast } from "@/lib/commands/schedule-broadcast";

export const POST = revisionVerb(scheduleBroadcast);
