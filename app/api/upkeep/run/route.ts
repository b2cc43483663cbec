// Asks for a nightly job now.
import { handle } from "@/app/api/_handle";
import { viewUpkeep } from "@/app/api/_upkeep-view";
import { runUpkeep } from "@/lib/commands/run-upkeep";

export const POST = handle(runUpkeep, (body) => body, (_output, { db }) => viewUpkeep(db), 202);
