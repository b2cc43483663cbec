// The rule of the second person: which broadcasts need approval before they are sent, who may give it, and when it is
// enough. Pure, so that the page, the bot's card and the command that decides say the same. What needs approval is asked
// once, when a broadcast is to leave the drafts; who may give it is asked again at each decision.
import { z } from "zod";

import type { Priority } from "./broadcast";
import type { Role } from "./role";

export const APPROVAL_DECISIONS = ["APPROVED", "REJECTED"] as const;
export type ApprovalDecision = (typeof APPROVAL_DECISIONS)[number];
/** UNCOUNTED: part of the audience was never read, so nobody knows how many it is. */
export const APPROVAL_REASONS = ["AUDIENCE", "UNCOUNTED", "URGENT", "MANDATORY"] as const;
export type ApprovalReason = (typeof APPROVAL_REASONS)[number];
export const NOTICE_KINDS = ["REQUEST", "OUTCOME"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
/** CLOSED: nothing is left to post or to change. */
export const NOTICE_STATUSES = ["WANTED", "SENT", "CLOSED"] as const;

export const MAX_APPROVALS_NEEDED = 5;
export const MAX_NAMED_APPROVERS = 20;
export const MAX_COMMENT = 1_000;
const APPROVER_ROLES: readonly Role[] = ["approver", "admin"];

export const approvalRuleSchema = z.strictObject({
  /** Larger audiences need approval; null: an audience of any size may be sent to. */
  above: z.int().min(0, "Enter 0 or more.").max(10_000_000, "At most 10 000 000.").nullable(),
  urgent: z.boolean(),
  mandatory: z.boolean(),
  needed: z.int().min(1, "At least 1.").max(MAX_APPROVALS_NEEDED, `At most ${MAX_APPROVALS_NEEDED}.`),
  /** People of the console. When there are any, all of them must approve, and `needed` says nothing. */
  approverIds: z.array(z.uuid()).max(MAX_NAMED_APPROVERS, `At most ${MAX_NAMED_APPROVERS} people.`),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;

export const NO_APPROVAL: ApprovalRule = { above: null, urgent: false, mandatory: false, needed: 1, approverIds: [] };

export const commentSchema = z.string().trim().max(MAX_COMMENT, `At most ${MAX_COMMENT} characters.`);

/** What makes a broadcast need approval whoever gets it. */
type Weight = { urgent: boolean; mandatory: boolean };

export function weightOf({ priority, topic }: { priority: Priority; topic: { mandatory: boolean } | null }): Weight {
  return { urgent: priority === "URGENT", mandatory: topic?.mandatory ?? false };
}

/** Why a broadcast needs approval; none when it needs none. `people` is null when it could not be counted. */
export function approvalReasons(
  rule: ApprovalRule, { people, urgent, mandatory }: Weight & { people: number | null },
): ApprovalReason[] {
  return [
    ...(rule.above !== null && people !== null && people > rule.above ? (["AUDIENCE"] as const) : []),
    ...(rule.above !== null && people === null ? (["UNCOUNTED"] as const) : []),
    ...(rule.urgent && urgent ? (["URGENT"] as const) : []),
    ...(rule.mandatory && mandatory ? (["MANDATORY"] as const) : []),
  ];
}

/**
 * People join between the approval and the send, and between two runs; asking anew for each would teach to approve unread. So
 * what was approved may grow by this much, and by no more.
 */
const GROWTH_PERCENT = 5;

/**
 * How many people what was approved may come to, `people` being what the approval was about; never fewer than need none.
 * Null: any number, because nobody could count them.
 */
export function approvedLimit({ above }: Pick<ApprovalRule, "above">, people: number | null): number | null {
  return people === null ? null : Math.max(above ?? 0, Math.ceil((people * (100 + GROWTH_PERCENT)) / 100));
}

/**
 * To how many people a broadcast may come by the rule as it is now. `held`: the limit that it was started or approved with; null
 * there and here: any number. The rule stops nothing that it would not ask about, and raises what it allows to anybody.
 */
export function peopleLimit(
  rule: ApprovalRule, { urgent, mandatory }: Weight, held: { isApproved: boolean; limit: number | null },
): number | null {
  const isAsked = rule.above !== null || (held.isApproved && ((rule.urgent && urgent) || (rule.mandatory && mandatory)));
  return held.limit === null || !isAsked ? null : Math.max(held.limit, rule.above ?? 0);
}

/** Somebody of the console, with the role they have now. `mustSignIn`: the bot does not believe it until they have signed in. */
export type Approver = { id: string; objectId: string; name: string; role: Role | null; mustSignIn: boolean };
/** The object ids of those who had a hand in it. */
export type Involved = { authorId: string | null; editorId: string | null; requestedBy: string | null };
export type GivenApproval = { personId: string; decision: ApprovalDecision };

export type ApprovalProgress = {
  needed: number;
  given: number;
  /** Whose decision would count now. */
  waitingFor: Approver[];
};

/** Who wrote it, changed it last or asked for the approval; an admin too. */
export function isInvolved({ objectId }: Pick<Approver, "objectId">, involved: Involved): boolean {
  return [involved.authorId, involved.editorId, involved.requestedBy].includes(objectId);
}

export function mayApprove(role: Role | null): boolean {
  return role !== null && APPROVER_ROLES.includes(role);
}

/**
 * How far a review is. `given` are the decisions of this review alone; one of somebody who may not approve any more does
 * not count. Of those who are named, who lost the role or had a hand in it drops out; when nobody is left, anybody may.
 */
export function approvalProgress(
  rule: ApprovalRule, involved: Involved, given: readonly GivenApproval[], people: readonly Approver[],
): ApprovalProgress {
  const able = people.filter((person) => mayApprove(person.role) && !isInvolved(person, involved));
  const named = able.filter(({ id }) => rule.approverIds.includes(id));
  const counted = named.length > 0 ? named : able;
  const has = ({ id }: Approver): boolean => given.some(({ personId, decision }) => personId === id && decision === "APPROVED");
  return {
    needed: named.length > 0 ? named.length : rule.needed,
    given: counted.filter(has).length,
    waitingFor: counted.filter((person) => !has(person)),
  };
}
