// Which broadcasts a second person must approve. Whom it names must be able to.
import { approvalRuleSchema } from "@/lib/domain/approval";
import { AppError } from "@/lib/errors";
import { listApprovers, saveApprovalRule as saveStoredRule } from "@/lib/store/approvals";

import { defineCommand } from "./command";

export const saveApprovalRule = defineCommand({
  name: "save-approval-rule",
  allowed: ["admin"],
  input: approvalRuleSchema,
  handle: async (tx, _actor, rule) => {
    const able = await listApprovers(tx);
    const approverIds = [...new Set(rule.approverIds)];
    if (!approverIds.every((id) => able.some((person) => person.id === id))) {
      const message = "Name people with the role approver or admin.";
      throw new AppError("BAD_INPUT", message, { issues: [{ path: "approverIds", message }] });
    }
    await saveStoredRule(tx, { ...rule, approverIds });
  },
  audit: (rule) => ({ target: { kind: "approval-rule", id: "1" }, detail: { ...rule } }),
});
