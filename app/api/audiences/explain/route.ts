// Why one person would get a message, or would not: { audience, person, topic?, onMissing? }.
import { read, readBody } from "@/app/api/_handle";
import { explainInput } from "@/lib/commands/estimate";

export const POST = read(async ({ db, request }) => explainInput(db, await readBody(request)));
