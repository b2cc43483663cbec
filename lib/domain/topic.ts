// A Topic is what a broadcast is about and the unit of opting out.
import { z } from "zod";

export const topicKeySchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single hyphens.")
  .max(60, "At most 60 characters.");

export const topicInputSchema = z.strictObject({
  key: topicKeySchema,
  name: z.string().trim().min(1, "Name the topic.").max(80, "At most 80 characters."),
  description: z.string().max(300, "At most 300 characters.").default(""),
  mandatory: z.boolean().default(false),
});
export const topicPatchSchema = z.strictObject({
  name: topicInputSchema.shape.name.optional(),
  description: z.string().max(300, "At most 300 characters.").optional(),
  mandatory: z.boolean().optional(),
});

export type TopicInput = z.infer<typeof topicInputSchema>;
export type TopicPatch = z.infer<typeof topicPatchSchema>;
export type Topic = { id: string; key: string; name: string; description: string; mandatory: boolean };

/** The topic of the standing welcome; created with the database. */
export const WELCOME_TOPIC_KEY = "welcome";
export const DEFAULT_TOPIC_KEY = "company-news";
