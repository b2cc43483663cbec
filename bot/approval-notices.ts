// Tells approvers and authors in Teams, beside the engine: posts the cards that are wanted, and puts how it ended in the
// place of a request whose review is over. Each takes a slot of the tenant's bucket like every other request. A post whose
// answer was lost is not repeated: the console says the same, and two cards would be worse than none.
import { setTimeout as sleep } from "node:timers/promises";

import { mayApprove } from "@/lib/domain/approval";
import { approvalNoticeCard } from "@/lib/domain/card-approval";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import type { Answer } from "@/lib/domain/outcome";
import type { Clock } from "@/lib/domain/ports";
import type { Log } from "@/lib/log";
import { type ClaimedNotice, claimNotice, closeNotice, markNoticePosted, putOffNotice } from "@/lib/store/approval-notices";
import { getProgress } from "@/lib/store/approvals";
import { getBroadcast } from "@/lib/store/broadcasts";
import type { DbPool } from "@/lib/store/db";
import { findPersonInTeams } from "@/lib/store/people";
import { pauseSlots, reserveSlots } from "@/lib/store/send-slots";
import { approvalLabels } from "@/lib/texts/approval-labels";
import { pickLocale } from "@/lib/texts/texts";

import { showEnd, showOutcome, showRequest } from "./approval-cards";
import { cardActivity } from "./card-activity";
import type { Connector } from "./connector";

export type NoticeParts = {
  db: DbPool;
  connector: Connector;
  clock: Clock;
  log: Pick<Log, "warn" | "error">;
  secretKey: string;
  appUrl: string;
  /** What the setting allows the tenant, all calls together. */
  ratePerSecond: number;
};

export type NoticeSender = {
  /** Ends after the card that is being posted. */
  stop(): Promise<void>;
};

const LOOK_EVERY_MS = 1_000;
const ERROR_REST_MS = 5_000;
const DRAIN_MS = 7_000;
const MAX_SLOT_WAIT_MS = 10_000;
const RETRY_MS = 5_000;
const OUTAGE_MS = 60_000;
const DEFAULT_PAUSE_MS = 1_000;

export function startNoticeSender(parts: NoticeParts): NoticeSender {
  const stopping = new AbortController();
  const done = run();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        if (!(await sendNextNotice(parts))) await parts.clock.sleep(LOOK_EVERY_MS, stopping.signal);
      } catch (error) {
        parts.log.error("approval.notice_failed", { error });
        await parts.clock.sleep(ERROR_REST_MS, stopping.signal);
      }
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      // What hangs longer is left: the row is claimed again after a minute.
      await Promise.race([done, parts.clock.sleep(DRAIN_MS)]);
    },
  };
}

/** Posts or renews the card that has waited longest; false when there is none. */
export async function sendNextNotice(parts: NoticeParts): Promise<boolean> {
  const { db, connector, ratePerSecond } = parts;
  const notice = await claimNotice(db);
  if (!notice) return false;
  const card = await cardOf(parts, notice);
  if (!card) {
    await closeNotice(db, notice);
    return true;
  }
  const slot = await reserveSlots(db, notice.tenantId, { count: 1, ratePerSecond, maxWaitMs: MAX_SLOT_WAIT_MS });
  if ("pausedForMs" in slot) {
    await putOffNotice(db, notice, slot.pausedForMs, false);
    return true;
  }
  await sleep(slot.firstInMs);
  const { serviceUrl, conversationId, botId, activityId } = notice;
  const summary = card.fallbackText;
  const body = JSON.stringify(cardActivity({ card, summary, locale: card.lang, botId, conversationId }));
  const to = { serviceUrl, conversationId };
  const answer = await (activityId === null
    ? connector.postActivity(to, body)
    : connector.putActivity({ ...to, activityId }, body));
  await settle(parts, notice, answer);
  return true;
}

/** Undefined when there is nothing to say any more. */
async function cardOf(parts: NoticeParts, notice: ClaimedNotice): Promise<AdaptiveCard | undefined> {
  const { db } = parts;
  const broadcast = await getBroadcast(db, notice.broadcastId);
  if (!broadcast) return undefined;
  const locale = pickLocale(notice.locale ?? undefined);
  if (notice.kind === "OUTCOME") return showOutcome(parts, broadcast, notice.round, locale);
  // Who has lost the role, or may have, learns that there is something to decide, and nothing of what it says.
  const why = whyUnread(await findPersonInTeams(db, notice));
  const isOver = notice.status === "SENT";
  const url = `${parts.appUrl}/broadcasts/${broadcast.id}`;
  const unread = why && approvalNoticeCard(approvalLabels(locale), isOver ? "over" : why, url);
  if (isOver) return unread ?? showEnd(parts, broadcast, notice.round, locale);
  if (broadcast.status !== "IN_REVIEW" || broadcast.reviewRound !== notice.round) return undefined;
  const { waitingFor } = await getProgress(db, broadcast);
  if (!waitingFor.some(({ objectId }) => objectId === notice.objectId)) return undefined;
  return unread ?? showRequest(parts, broadcast, notice.recipientId, locale);
}

function whyUnread(found: Awaited<ReturnType<typeof findPersonInTeams>>): "noRole" | "signIn" | undefined {
  if (!found || !mayApprove(found.person.role)) return "noRole";
  return found.mustSignIn ? "signIn" : undefined;
}

async function settle(
  { db, log, ratePerSecond }: NoticeParts, notice: ClaimedNotice, { outcome, httpStatus }: Answer,
): Promise<void> {
  const { tenantId, activityId } = notice;
  if (outcome.kind === "ACCEPTED") {
    return activityId === null ? markNoticePosted(db, notice, outcome.activityId ?? null) : closeNotice(db, notice);
  }
  log.warn("approval.notice_not_sent", { tenantId, outcome: outcome.kind, status: httpStatus });
  switch (outcome.kind) {
    case "THROTTLED":
      await pauseSlots(db, tenantId, outcome.retryAfterMs ?? DEFAULT_PAUSE_MS, ratePerSecond);
      return putOffNotice(db, notice, outcome.retryAfterMs ?? DEFAULT_PAUSE_MS, false);
    case "OUTAGE":
      return putOffNotice(db, notice, OUTAGE_MS, false);
    case "NOT_DELIVERED":
      return putOffNotice(db, notice, RETRY_MS, true);
    case "UNKNOWN":
      return activityId === null ? closeNotice(db, notice) : putOffNotice(db, notice, RETRY_MS, true);
    case "REFUSED":
      return closeNotice(db, notice);
  }
}
