"use client";

// Whether what is urgent may be sent by who is looking: by an admin, or where somebody else approves it because it is urgent.
// The server decides.
import { usePerson } from "@/app/_components/shell-context";
import { useLive } from "@/app/_components/use-live";
import type { ApprovalRuleView } from "@/lib/domain/approval-view";

export function useMayHurry(standing: boolean): boolean {
  const { role } = usePerson();
  const rule = useLive<ApprovalRuleView>(role === "admin" || standing ? null : "/api/approval-rule", 0);
  if (role === "admin") return true;
  return !standing && (rule.data === undefined || rule.data.urgent);
}
