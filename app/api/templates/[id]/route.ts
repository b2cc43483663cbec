// One template: read, replace as a whole, delete.
import { handle, idOf, read, withPathId } from "@/app/api/_handle";
import { deleteTemplate } from "@/lib/commands/delete-template";
import { getTemplateOrThrow, saveTemplate } from "@/lib/commands/save-template";

export const GET = read((call) => getTemplateOrThrow(call.db, idOf(call)));

export const PUT = handle(saveTemplate, withPathId, (saved) => saved);

export const DELETE = handle(deleteTemplate, withPathId, () => undefined);
