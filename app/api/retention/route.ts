// For how long something is kept; null days keep it for ever.
import { handle } from "@/app/api/_handle";
import { viewUpkeep } from "@/app/api/_upkeep-view";
import { saveRetention } from "@/lib/commands/save-retention";

export const PUT = handle(saveRetention, (body) => body, (_output, { db }) => viewUpkeep(db));
