// Who would get a message on a topic, who would not and why: { audience, topic? }.
import { read, readBody } from "@/app/api/_handle";
import { namesFor } from "@/app/api/_names";
import { estimateInput } from "@/lib/commands/estimate";

export const POST = read(async ({ db, actor, request }) => namesFor(actor, await estimateInput(db, await readBody(request))));
