// GET: all templates by name. POST: a new one.
import { handle, read, withoutId } from "@/app/api/_handle";
import { saveTemplate } from "@/lib/commands/save-template";
import { listTemplates } from "@/lib/store/templates";

export const GET = read(async ({ db }) => ({ items: await listTemplates(db), next: null }));

export const POST = handle(saveTemplate, withoutId, (saved) => saved, 201);
