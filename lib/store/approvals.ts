// The rule of the second person, who may approve, and what they decided. A decision belongs to one review of a broadcast
// and is never changed.
import { z } from "zod";

import {
  APPROVAL_DECISIONS, type ApprovalDecision, type ApprovalProgress, approvalProgress, type ApprovalRule, type Approver,
  NO_APPROVAL,
} from "@/lib/domain/approval";
import { roleSchema } from "@/lib/domain/role";

import { type Broadcast, broadcastColumns, broadcastOf } from "./broadcast-columns";
import type { Db } from "./db";
import { ACCOUNT_STANDS, MUST_SIGN_IN } from "./person-conditions";

const ruleColumns = { above: true, urgent: true, mandatory: true, needed: true, approverIds: true } as const;
const RULE_ID = 1;
/** More people than decide in any organisation; whoever comes later by name still may. */
const MAX_APPROVERS = 1_000;
const MAX_DECISIONS = 200;

export async function getApprovalRule(db: Db): Promise<ApprovalRule> {
  return (await db.approvalRule.findUnique({ where: { id: RULE_ID }, select: ruleColumns })) ?? NO_APPROVAL;
}

export async function saveApprovalRule(db: Db, rule: ApprovalRule): Promise<void> {
  await db.approvalRule.upsert({
    where: { id: RULE_ID }, create: { id: RULE_ID, ...rule }, update: rule, select: { id: true },
  });
}

const approversSchema = z.array(
  z.object({ id: z.string(), objectId: z.string(), name: z.string(), role: roleSchema, mustSignIn: z.boolean() }),
);

/** Everybody who may approve by their role now, by name; those who must sign in again before they may. */
export async function listApprovers(db: Db): Promise<Approver[]> {
  return approversSchema.parse(await db.$queryRaw`
    SELECT p.id, p.object_id AS "objectId", p.display_name AS name, coalesce(p.assigned_role, p.role) AS role,
      ${MUST_SIGN_IN} AS "mustSignIn"
    FROM people p
    WHERE coalesce(p.assigned_role, p.role) IN ('approver', 'admin') AND ${ACCOUNT_STANDS}
    ORDER BY p.display_name, p.id LIMIT ${MAX_APPROVERS}`);
}

export type Decision = {
  personId: string;
  name: string;
  decision: ApprovalDecision;
  comment: string;
  revision: number;
  round: number;
  at: Date;
};

/** Of all its reviews, newest first. */
export async function listDecisions(db: Db, broadcastId: string): Promise<Decision[]> {
  const rows = await db.approval.findMany({
    where: { broadcastId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MAX_DECISIONS,
    select: {
      personId: true, decision: true, comment: true, revision: true, round: true, createdAt: true,
      person: { select: { displayName: true } },
    },
  });
  return rows.map(({ decision, createdAt: at, person, ...row }) => {
    return { ...row, at, name: person.displayName, decision: z.enum(APPROVAL_DECISIONS).parse(decision) };
  });
}

export type NewDecision = Omit<Decision, "name" | "at"> & { broadcastId: string };

/** False when this person has decided in this review already. */
export async function saveDecision(db: Db, decision: NewDecision): Promise<boolean> {
  const { count } = await db.approval.createMany({ data: [decision], skipDuplicates: true });
  return count === 1;
}

/** How far the review of a broadcast is now: roles, names and the rule as they are at this moment. */
export async function getProgress(db: Db, broadcast: Broadcast): Promise<ApprovalProgress & { decided: readonly string[] }> {
  const given = (await listGiven(db, [broadcast])).get(broadcast.id) ?? [];
  const [rule, people] = await Promise.all([getApprovalRule(db), listApprovers(db)]);
  return { ...approvalProgress(rule, broadcast, given, people), decided: given.map(({ personId }) => personId) };
}

const MAX_OPEN = 200;

/** The ids of the broadcasts in review that wait for this person's decision, of those that have waited longest. */
export async function listWaitingFor(db: Db, actor: { kind: string; id?: string }): Promise<string[]> {
  if (actor.kind !== "PERSON") return [];
  const rows = await db.broadcast.findMany({
    where: { status: "IN_REVIEW" },
    orderBy: { requestedAt: "asc" },
    take: MAX_OPEN,
    select: broadcastColumns,
  });
  if (rows.length === 0) return [];
  const given = await listGiven(db, rows);
  const [rule, people] = await Promise.all([getApprovalRule(db), listApprovers(db)]);
  const waits = rows.map(broadcastOf).filter((broadcast) => {
    const { waitingFor } = approvalProgress(rule, broadcast, given.get(broadcast.id) ?? [], people);
    return waitingFor.some(({ id }) => id === actor.id);
  });
  return waits.map(({ id }) => id);
}

type Given = { personId: string; decision: ApprovalDecision };

const givenSchema = z.array(z.object({ broadcastId: z.string(), personId: z.string(), decision: z.enum(APPROVAL_DECISIONS) }));

/** What was decided in the reviews that these broadcasts are in, by broadcast. */
async function listGiven(
  db: Db, reviews: readonly Pick<Broadcast, "id" | "reviewRound" | "revision">[],
): Promise<Map<string, Given[]>> {
  const [ids, rounds, revisions] = [
    reviews.map(({ id }) => id), reviews.map(({ reviewRound }) => reviewRound), reviews.map(({ revision }) => revision),
  ];
  const rows = givenSchema.parse(await db.$queryRaw`
    SELECT a.broadcast_id AS "broadcastId", a.person_id AS "personId", a.decision
    FROM unnest(${ids}::uuid[], ${rounds}::int[], ${revisions}::int[]) AS r(id, round, revision)
    JOIN approvals a ON a.broadcast_id = r.id AND a.round = r.round AND a.revision = r.revision
    ORDER BY a.id LIMIT ${MAX_DECISIONS * reviews.length}`);
  const given = new Map<string, Given[]>();
  for (const { broadcastId, ...one } of rows) given.set(broadcastId, [...(given.get(broadcastId) ?? []), one]);
  return given;
}
