// Exports, named for the description of the API.
import { z } from "zod";

import { EXPORT_KINDS, exportInputSchema, type ExportView } from "@/lib/domain/export";
import { JOB_STATUSES } from "@/lib/domain/job";

import { count, page, time } from "./_openapi-shapes";

const exported = z.object({
  id: z.uuid(), kind: z.enum(EXPORT_KINDS), broadcastId: z.uuid().nullable(), query: exportInputSchema,
  status: z.enum(JOB_STATUSES), rows: count,
  total: count.nullable(), createdAt: time, finishedAt: time.nullable(), expiresAt: time,
}) satisfies z.ZodType<ExportView>;

export const EXPORT_SCHEMAS = { ExportInput: exportInputSchema, Export: exported, ExportPage: page(exported) } as const;
