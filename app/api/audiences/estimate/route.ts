// Who would get a message on a topic, who would not and why: { audience, topic? }.
import { estimateInput } from "@/lib/commands/estimate";

import { read, readBody } from "../../_handle";

export const POST = read(async ({ db, request }) => estimateInput(db, await readBody(request)));
