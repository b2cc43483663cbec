// An audience that is being built, as it is read back from a place other software may write to.
import { z } from "zod";

import { audienceSchema } from "@/lib/domain/audience";

import { type AudienceDraft, PART_KINDS } from "./audience-draft";

const chosen = z.object({ id: z.string(), name: z.string().nullable() });
const values = z.array(z.string());

const partSchema = z.object({
  key: z.int(),
  kind: z.enum(PART_KINDS).nullable(),
  picked: z.object({
    TEAM_MEMBERS: z.array(chosen),
    CHANNEL: z.array(chosen),
    GROUP_CHAT: z.array(chosen),
    ENTRA_GROUP: z.array(chosen),
    RECIPIENTS: z.array(chosen),
  }),
  list: chosen.nullable(),
  filter: z.object({
    department: values, country: values, language: values, jobTitle: values, hasApp: z.boolean().nullable(),
  }),
  whole: z.object({ name: z.string().nullable(), audience: audienceSchema }).nullable(),
});

export const audienceDraftSchema: z.ZodType<AudienceDraft> = z.object({
  parts: z.array(partSchema).min(1),
  without: z.array(partSchema),
});
