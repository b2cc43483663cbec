// The cards about an approval, made from what the database says now.
import { nextRunAt } from "@/lib/commands/next-runs";
import { APPROVAL_REASONS, type ApprovalReason, weightOf } from "@/lib/domain/approval";
import {
  approvalEndCard, approvalOutcomeCard, approvalRequestCard, type Repeats, type ReviewEnd,
} from "@/lib/domain/card-approval";
import type { AdaptiveCard, CardElement } from "@/lib/domain/card-elements";
import { bodySections } from "@/lib/domain/card-sections";
import { isFilled, type Message } from "@/lib/domain/message";
import type { Recurrence } from "@/lib/domain/recurrence";
import { fillVariables } from "@/lib/domain/variables";
import { type Decision, listDecisions } from "@/lib/store/approvals";
import { nameAudienceParts } from "@/lib/store/audience-names";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import type { Db } from "@/lib/store/db";
import { getRecurrence } from "@/lib/store/recurrences";
import { approvalLabels } from "@/lib/texts/approval-labels";
import { audienceText } from "@/lib/texts/audience-text";
import { cardLabels, cardLocale, variableDefaults } from "@/lib/texts/card-labels";
import { rhythmText } from "@/lib/texts/rhythm-text";
import type { Locale } from "@/lib/texts/texts";

import { signAction } from "./card-signature";

/** What the cards need from the world. */
export type ApprovalWorld = { db: Db; secretKey: string; appUrl: string };

export async function showRequest(
  { db, secretKey, appUrl }: ApprovalWorld, broadcast: Broadcast, recipientId: string, locale: Locale, problem?: string,
): Promise<AdaptiveCard> {
  const { id, reviewRound: round, review, audience, message, scheduledAt, topic } = broadcast;
  const sign = (verb: "approve" | "reject") => signAction({ verb, broadcast: id, recipient: recipientId, round }, secretKey);
  return approvalRequestCard(approvalLabels(locale), {
    requester: broadcast.requestedName ?? "",
    author: broadcast.authorName,
    people: review?.people ?? null,
    reasons: reasonsOf(broadcast),
    audience: audience ? audienceText(locale, audience, await nameAudienceParts(db, audience)) : "",
    installs: broadcast.onMissing === "INSTALL",
    topic: topic?.name ?? "",
    at: scheduledAt && momentOf(scheduledAt, locale, broadcast.scheduledZone),
    repeats: repeatsOf(await getRecurrence(db, id), locale),
    ...previewOf(message),
    ...(problem === undefined ? {} : { problem }),
    url: urlOf(appUrl, id),
    actions: { approve: sign("approve"), reject: sign("reject") },
  });
}

/** Why it was asked for; and that it is urgent or mandatory also where the rule asks for approval for another reason alone. */
function reasonsOf(broadcast: Broadcast): ApprovalReason[] {
  const { urgent, mandatory } = weightOf(broadcast);
  const also = { AUDIENCE: false, UNCOUNTED: false, URGENT: urgent, MANDATORY: mandatory };
  return APPROVAL_REASONS.filter((reason) => also[reason] || broadcast.review?.reasons.includes(reason));
}

function repeatsOf(recurrence: Recurrence | undefined, locale: Locale): Repeats | null {
  if (!recurrence) return null;
  const { zone, endsAt } = recurrence;
  const next = nextRunAt(recurrence, new Date());
  return {
    rhythm: rhythmText(locale, recurrence),
    next: next instanceof Date ? momentOf(next, locale, zone) : null,
    end: endsAt && momentOf(endsAt, locale, zone),
  };
}

/** How the review of this round stands or ended, in the place of the request. */
export async function showEnd(
  { db, appUrl }: ApprovalWorld, broadcast: Broadcast, round: number, locale: Locale,
): Promise<AdaptiveCard> {
  const { end, last } = await endOf(db, broadcast, round);
  return approvalEndCard(approvalLabels(locale), end, factsOf(broadcast, last, appUrl));
}

/** Undefined when nobody decided. */
export async function showOutcome(
  { db, appUrl }: ApprovalWorld, broadcast: Broadcast, round: number, locale: Locale,
): Promise<AdaptiveCard | undefined> {
  const last = await findLast(db, broadcast, round);
  return last && approvalOutcomeCard(approvalLabels(locale), last.decision, factsOf(broadcast, last, appUrl));
}

async function endOf(db: Db, broadcast: Broadcast, round: number): Promise<{ end: ReviewEnd; last: Decision | undefined }> {
  const last = await findLast(db, broadcast, round);
  if (last?.decision === "REJECTED") return { end: "REJECTED", last };
  const isCurrent = broadcast.reviewRound === round;
  if (isCurrent && broadcast.status === "IN_REVIEW") return { end: "PENDING", last };
  return { end: isCurrent && broadcast.approvedAt !== null ? "APPROVED" : "OVER", last };
}

async function findLast(db: Db, { id }: Broadcast, round: number): Promise<Decision | undefined> {
  return (await listDecisions(db, id)).find((decision) => decision.round === round);
}

function factsOf({ id, message }: Broadcast, last: Decision | undefined, appUrl: string) {
  return { name: last?.name ?? "", title: message.title ?? "", comment: last?.comment ?? "", url: urlOf(appUrl, id) };
}

/** In the message's own language and words, as its recipients would read it who have no name. */
function previewOf(message: Message): { title: string; preview: CardElement[]; links: { title: string; url: string }[] } {
  const locale = cardLocale(message.lang);
  const fill = (value: string): string => fillVariables(value, {}, variableDefaults(locale));
  const buttons = (message.buttons ?? []).map(({ title, url }) => ({ title: title ?? "", url: url ?? "" }));
  const image = message.image?.url;
  return {
    title: fill((message.title ?? "").trim().replace(/\s+/g, " ")),
    preview: bodySections(message, cardLabels(locale), fill, false),
    links: [...(isFilled(image) ? [{ title: message.image?.altText ?? "", url: image }] : []), ...buttons],
  };
}

function momentOf(at: Date, locale: Locale, zone: string | null): string {
  const timeZone = zone ?? "UTC";
  return `${at.toLocaleString(locale, { dateStyle: "full", timeStyle: "short", timeZone })} (${timeZone})`;
}

function urlOf(appUrl: string, id: string): string {
  return `${appUrl}/broadcasts/${id}`;
}
