// What the API tells about approval: the rule, and one broadcast's review.
import type { ApprovalDecision, ApprovalReason, ApprovalRule } from "./approval";

export type ApprovalRuleView = ApprovalRule & { approvers: { id: string; name: string; role: "approver" | "admin" }[] };

export type DecisionView = {
  name: string;
  decision: ApprovalDecision;
  comment: string;
  revision: number;
  /** Of the review that is open, or the last one. */
  current: boolean;
  at: string;
};

export type ReviewView = {
  round: number;
  requestedAt: string;
  requestedName: string;
  reasons: ApprovalReason[];
  /** How many people the audience was counted to have; null when that was not possible. */
  people: number | null;
  /** Whether somebody still has to decide. */
  open: boolean;
  /** When enough have approved. */
  approvedAt: string | null;
  needed: number;
  given: number;
  /** Whose decision would count now; empty when it is over. */
  waitingFor: { id: string; name: string }[];
  /** Newest first, those of earlier reviews included. */
  decisions: DecisionView[];
};
