// The bot's own answers to what people write. They take a slot of the tenant's bucket like every other request, and one
// more try when Teams certainly did not take the first; nothing more, since nobody waits longer for a chat answer.
import { setTimeout as sleep } from "node:timers/promises";

import type { AdaptiveCard } from "@/lib/domain/card-elements";
import type { Answer } from "@/lib/domain/outcome";
import { log } from "@/lib/log";
import { takePlace } from "@/lib/store/place-requests";
import { pauseSlots, reserveSlots } from "@/lib/store/send-slots";

import { type Activity, channelIdOf, conversationKindOf } from "./activity";
import type { Bot } from "./bot";
import { cardActivity } from "./card-activity";

const MAX_WAIT_MS = 5_000;
const MAX_TRIES = 2;
/** When a 429 does not say how long. */
const DEFAULT_PAUSE_MS = 1_000;

/** Posts a card into the conversation the activity came from; in a channel, into its thread. */
export function replyWithCard(bot: Bot, activity: Activity, card: AdaptiveCard): Promise<Answer | undefined> {
  const to = { serviceUrl: activity.serviceUrl, conversationId: activity.conversation.id };
  const body = bodyOf(activity, card);
  return answerPolitely(bot, activity, () => bot.connector.postActivity(to, body));
}

/** Puts a card in the place of the one whose button was pressed; posts it anew where that one is gone. */
export async function replaceCard(bot: Bot, activity: Activity, card: AdaptiveCard): Promise<void> {
  const { replyToId: activityId, serviceUrl, conversation } = activity;
  const to = { serviceUrl, conversationId: conversation.id };
  const body = bodyOf(activity, card);
  const answer = activityId
    ? await answerPolitely(bot, activity, () => bot.connector.putActivity({ ...to, activityId }, body))
    : undefined;
  if (!activityId || answer?.httpStatus === 404) await replyWithCard(bot, activity, card);
}

function bodyOf({ recipient, conversation }: Activity, card: AdaptiveCard): string {
  const summary = card.fallbackText;
  return JSON.stringify(
    cardActivity({ card, summary, locale: card.lang, botId: recipient.id, conversationId: conversation.id }),
  );
}

/** The last answer of Teams; undefined when the tenant is paused for too long. Failing to answer is logged, no more. */
async function answerPolitely(bot: Bot, activity: Activity, send: () => Promise<Answer>): Promise<Answer | undefined> {
  const { tenantId } = activity;
  const deadline = performance.now() + MAX_WAIT_MS;
  let answer: Answer | undefined;
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    if (!(await takeTurn(bot, activity, deadline)) || !(await takeSlot(bot, tenantId, deadline))) break;
    answer = await send();
    const { outcome } = answer;
    if (outcome.kind === "ACCEPTED" || outcome.kind === "UNKNOWN" || outcome.kind === "REFUSED") break;
    if (outcome.kind === "THROTTLED") {
      await pauseSlots(bot.db, tenantId, outcome.retryAfterMs ?? DEFAULT_PAUSE_MS, bot.ratePerSecond);
    }
  }
  if (answer?.outcome.kind !== "ACCEPTED") {
    log.warn("bot-reply-failed", { tenantId, outcome: answer?.outcome.kind ?? "PAUSED", status: answer?.httpStatus });
  }
  return answer;
}

/** Where many ask, their answers and everybody's posts share Teams' limits of one conversation. False: not before `deadline`. */
async function takeTurn({ db }: Bot, activity: Activity, deadline: number): Promise<boolean> {
  if (conversationKindOf(activity) === "PERSONAL") return true;
  for (;;) {
    const waitMs = await takePlace(db, channelIdOf(activity));
    if (waitMs === 0) return true;
    if (performance.now() + waitMs > deadline) return false;
    await sleep(waitMs);
  }
}

/** Waits for a slot of the tenant's bucket; false when none comes before `deadline` (of `performance.now`). */
export async function takeSlot(bot: Bot, tenantId: string, deadline: number): Promise<boolean> {
  for (;;) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return false;
    const request = { count: 1, ratePerSecond: bot.ratePerSecond, maxWaitMs: leftMs, ignoreBreaker: true };
    const slot = await reserveSlots(bot.db, tenantId, request);
    if ("firstInMs" in slot) {
      await sleep(slot.firstInMs);
      return true;
    }
    if (slot.pausedForMs > leftMs) return false;
    await sleep(slot.pausedForMs);
  }
}
