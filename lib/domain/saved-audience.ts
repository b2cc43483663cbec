// An Audience that is kept under a name, to be chosen again.
import { z } from "zod";

import { audienceSchema } from "./audience";

export const savedAudienceInputSchema = z.strictObject({
  name: z.string().trim().min(1, "Name the audience.").max(80, "At most 80 characters."),
  audience: audienceSchema,
});

export type SavedAudienceInput = z.infer<typeof savedAudienceInputSchema>;
