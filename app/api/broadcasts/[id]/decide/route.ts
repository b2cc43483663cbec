// A second person approves or rejects what is in review: { decision, comment? }. The last approval that is needed sends.
import { revisionVerb } from "@/app/api/_broadcast-routes";
import { decideBroadcast } from "@/lib/commands/decide-broadcast";

export const POST = revisionVerb(decideBroadcast);
