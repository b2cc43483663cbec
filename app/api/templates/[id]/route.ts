// One template: read, replace as a whole, delete.
import { handle, idOf, read, withPathId } from "@/app/api/_handle";
import { revisionIfGiven } from "@/app/api/_revision";
import { deleteTemplate } from "@/lib/commands/delete-template";
import { getTemplateOrThrow, saveTemplate } from "@/lib/commands/save-template";

export const GET = read((call) => getTemplateOrThrow(call.db, idOf(call)));

export const PUT = handle(
  saveTemplate,
  (body, call) => ({ ...withPathId(body, call), ...revisionIfGiven(call.request) }),
  (saved) => saved,
);

export const DELETE = handle(deleteTemplate, withPathId, () => undefined);
