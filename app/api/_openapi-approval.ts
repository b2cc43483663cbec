// The operations and answers about approval; see _openapi-routes.ts and _openapi-schemas.ts.
import { z } from "zod";

import { saveApprovalRule } from "@/lib/commands/save-approval-rule";
import { APPROVAL_DECISIONS, APPROVAL_REASONS, approvalRuleSchema, commentSchema } from "@/lib/domain/approval";
import type { ApprovalRuleView, ReviewView } from "@/lib/domain/approval-view";

import { get, type Operation, write } from "./_openapi-operation";
import { count, time } from "./_openapi-shapes";

export const review = z.object({
  round: z.int(),
  requestedAt: time,
  requestedName: z.string(),
  reasons: z.array(z.enum(APPROVAL_REASONS)),
  people: count.nullable(),
  open: z.boolean(),
  approvedAt: time.nullable(),
  needed: count,
  given: count,
  waitingFor: z.array(z.object({ id: z.uuid(), name: z.string() })),
  decisions: z.array(
    z.object({
      name: z.string(), decision: z.enum(APPROVAL_DECISIONS), comment: z.string(), revision: z.int(), current: z.boolean(),
      at: time,
    }),
  ),
}) satisfies z.ZodType<ReviewView>;

export const APPROVAL_SCHEMAS = {
  ApprovalRuleInput: approvalRuleSchema,
  ApprovalRule: approvalRuleSchema.extend({
    approvers: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(["approver", "admin"]) })),
  }) satisfies z.ZodType<ApprovalRuleView>,
  DecisionInput: z.strictObject({
    decision: z.enum(APPROVAL_DECISIONS), comment: commentSchema.optional(), round: z.int().optional(),
  }),
} as const;

export const APPROVAL_OPERATIONS: readonly Operation[] = [
  get("/api/approval-rule", "Which broadcasts a second person must approve, and who could.", "ApprovalRule"),
  write("PUT", "/api/approval-rule", saveApprovalRule, "Changes it; `above` null, and false twice, switch it off.", {
    body: "ApprovalRuleInput", answer: "ApprovalRule",
  }),
];
