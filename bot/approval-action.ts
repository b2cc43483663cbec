// Approve and Reject on a card. The signed data say which review is meant; who decides is told by the authenticated activity
// alone: the person of the console with its tenant and object id, and the role that person has at this moment. What comes
// back is how it stands, so that a press that is repeated, or comes too late, shows the truth and changes nothing.
import { z } from "zod";

import { decideBroadcast } from "@/lib/commands/decide-broadcast";
import { commentSchema, mayApprove } from "@/lib/domain/approval";
import { type ActionData, APPROVAL_VERBS, type ApprovalVerb } from "@/lib/domain/card-actions";
import { approvalNoticeCard } from "@/lib/domain/card-approval";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { AppError } from "@/lib/errors";
import { noteRefused } from "@/lib/refusal-log";
import { listDecisions } from "@/lib/store/approvals";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { getBroadcast } from "@/lib/store/broadcasts";
import { findPersonInTeams, type Person } from "@/lib/store/people";
import type { Recipient } from "@/lib/store/recipients";
import { approvalLabels } from "@/lib/texts/approval-labels";
import { type Locale, pickLocale } from "@/lib/texts/texts";

import type { Activity } from "./activity";
import { showEnd, showRequest } from "./approval-cards";
import type { Bot } from "./bot";

type Herald = ActionData["herald"];
export type ApprovalAction = { verb: ApprovalVerb; broadcast: string; round: number };

const inputsSchema = z.object({ comment: z.string().catch("").transform((typed) => typed.replaceAll("\0", "")) });

/** The action, when it is one of these cards'. */
export function approvalActionOf({ verb, broadcast, round }: Herald): ApprovalAction | undefined {
  const isApproval = (APPROVAL_VERBS as readonly string[]).includes(verb);
  return isApproval && broadcast && round ? { verb: verb as ApprovalVerb, broadcast, round } : undefined;
}

export async function applyApproval(
  bot: Bot, { tenantId, from, locale: spoken }: Activity, { id: recipientId }: Pick<Recipient, "id">, action: ApprovalAction,
  data: unknown,
): Promise<AdaptiveCard> {
  const locale = pickLocale(spoken);
  const labels = approvalLabels(locale);
  const url = `${bot.appUrl}/broadcasts/${action.broadcast}`;
  const found = from?.aadObjectId ? await findPersonInTeams(bot.db, { tenantId, objectId: from.aadObjectId }) : undefined;
  if (!found || !mayApprove(found.person.role)) return approvalNoticeCard(labels, "noRole", url);
  if (found.mustSignIn) return approvalNoticeCard(labels, "signIn", url);
  const broadcast = await getBroadcast(bot.db, action.broadcast);
  if (!broadcast) return approvalNoticeCard(labels, "gone", `${bot.appUrl}/broadcasts`);
  if (broadcast.status !== "IN_REVIEW" || broadcast.reviewRound !== action.round) {
    return showEnd(bot, broadcast, action.round, locale);
  }
  const comment = commentSchema.catch("").parse(inputsSchema.parse(data).comment);
  if (action.verb === "reject" && comment === "") {
    return showRequest(bot, broadcast, recipientId, locale, labels.request.missing);
  }
  return decide(bot, found.person, { action, comment, locale, url });
}

type Press = { action: ApprovalAction; comment: string; locale: Locale; url: string };

async function decide(bot: Bot, person: Person, { action, comment, locale, url }: Press): Promise<AdaptiveCard> {
  const { displayName: name, ...rest } = person;
  const decision = action.verb === "approve" ? "APPROVED" : "REJECTED";
  try {
    const input = { id: action.broadcast, decision, comment, round: action.round } as const;
    await decideBroadcast.run(bot.db, { kind: "PERSON", name, ...rest }, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    noteRefused(error, "POST /api/messages", { kind: "PERSON", id: person.id });
    const stands = error.code === "CONFLICT" ? await findEnded(bot, person, action) : undefined;
    if (!stands) return approvalNoticeCard(approvalLabels(locale), "refused", url, error.message);
  }
  const now = await getBroadcast(bot.db, action.broadcast);
  return now ? showEnd(bot, now, action.round, locale) : approvalNoticeCard(approvalLabels(locale), "gone", url);
}

/** Somebody was faster, or the same press came twice: then the card says how it stands instead of what was refused. */
async function findEnded(bot: Bot, { id }: Person, { broadcast, round }: ApprovalAction): Promise<Broadcast | undefined> {
  const now = await getBroadcast(bot.db, broadcast);
  if (!now || now.status !== "IN_REVIEW" || now.reviewRound !== round) return now;
  const decisions = await listDecisions(bot.db, broadcast);
  return decisions.some((decision) => decision.round === round && decision.personId === id) ? now : undefined;
}
