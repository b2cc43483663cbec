// The rule of the second person, with everybody who may be named in it.
import type { ApprovalRuleView } from "@/lib/domain/approval-view";
import { getApprovalRule, listApprovers } from "@/lib/store/approvals";
import type { DbPool } from "@/lib/store/db";

export async function viewApprovalRule(db: DbPool): Promise<ApprovalRuleView> {
  const [rule, approvers] = await Promise.all([getApprovalRule(db), listApprovers(db)]);
  return {
    ...rule, approvers: approvers.map(({ id, name, role }) => ({ id, name, role: role === "admin" ? "admin" : "approver" })),
  };
}
