// Deletes a template. Broadcasts that were made of it stay.
import { z } from "zod";

import { deleteTemplate as deleteStoredTemplate } from "@/lib/store/templates";

import { defineCommand, WRITERS } from "./command";
import { getTemplateOrThrow } from "./save-template";

export const deleteTemplate = defineCommand({
  name: "delete-template",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const template = await getTemplateOrThrow(tx, id);
    await deleteStoredTemplate(tx, id);
    return template;
  },
  audit: ({ id }, { name }) => ({ target: { kind: "template", id }, detail: { name } }),
});
