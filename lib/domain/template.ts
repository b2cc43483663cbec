// A Template is a named, reusable Message. Like a draft it may be incomplete: what is missing is filled in when a
// broadcast is made of it.
import { z } from "zod";

import { messageSchema } from "./message";

export const templateInputSchema = z.strictObject({
  name: z.string().trim().min(1, "Name the template.").max(80, "At most 80 characters."),
  message: messageSchema,
});

export type TemplateInput = z.infer<typeof templateInputSchema>;
