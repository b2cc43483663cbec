// One audience: read, replace as a whole, delete.
import { handle, idOf, read, withPathId } from "@/app/api/_handle";
import { deleteAudience } from "@/lib/commands/delete-audience";
import { getAudienceOrThrow, saveAudience } from "@/lib/commands/save-audience";

export const GET = read((call) => getAudienceOrThrow(call.db, idOf(call)));

export const PUT = handle(saveAudience, withPathId, (saved) => saved);

export const DELETE = handle(deleteAudience, withPathId, () => undefined);
