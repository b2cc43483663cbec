// Keeps a message under a name: a new template, or with an id a template as it shall be from now on. Broadcasts that
// were made of it keep the message they were made with.
import { z } from "zod";

import { templateInputSchema } from "@/lib/domain/template";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { createTemplate, getTemplate, type Template, updateTemplate } from "@/lib/store/templates";

import { defineCommand, WRITERS } from "./command";
import { textHash } from "./text-hash";

export const saveTemplate = defineCommand({
  name: "save-template",
  allowed: WRITERS,
  input: templateInputSchema.extend({ id: z.uuid().optional(), revision: z.int().optional() }),
  handle: async (tx, _actor, { id, revision, ...input }) => {
    if (id) assertSeen(await getTemplateOrThrow(tx, id), revision);
    const template = id ? await updateTemplate(tx, id, input) : await createTemplate(tx, input);
    if (template) return template;
    const issues = [{ path: "name", message: "Another template has this name." }];
    throw new AppError("CONFLICT", "There is a template with this name already.", { issues });
  },
  audit: ({ name }, { id, message }) => ({ target: { kind: "template", id }, detail: { name, text: textHash(message) } }),
});

/** Throws CONFLICT when somebody else has saved it since. */
function assertSeen(template: Template, revision: number | undefined): void {
  if (revision === undefined || revision === template.revision) return;
  throw new AppError("CONFLICT", "The template was changed somewhere else in the meantime. Load the newer version first.");
}

/** Throws NOT_FOUND. */
export async function getTemplateOrThrow(db: Db, id: string): Promise<Template> {
  const template = await getTemplate(db, id);
  if (!template) throw new AppError("NOT_FOUND", "There is no such template.");
  return template;
}
