// A button was pressed: as an invoke (Action.Execute), answered in the HTTP response with the card that takes the place of
// the pressed one, or as a message with a value (Action.Submit, on clients without the former), answered by replacing
// the card. An invoke waits for no slot: Teams shows an error after a few seconds, and the answer is no request of ours.
import { z } from "zod";

import { pickLocale } from "@/lib/texts/texts";

import type { Activity } from "./activity";
import type { InvokeAnswer } from "./adapter";
import type { Bot } from "./bot";
import { applyCardAction } from "./card-action";
import { CARD_CONTENT_TYPE } from "./card-activity";
import { refusalCard, refusalText } from "./refusals";
import { replaceCard, replyWithCard } from "./reply";

const executeSchema = z.object({ action: z.object({ data: z.unknown().optional() }) });
const submitSchema = z.object({ herald: z.unknown().optional() });

export async function onCardAction(bot: Bot, activity: Activity): Promise<InvokeAnswer> {
  const execute = executeSchema.safeParse(activity.value);
  const answer = await applyCardAction(bot, activity, execute.data?.action.data);
  if ("card" in answer) return invokeAnswer(CARD_CONTENT_TYPE, answer.card);
  // A notice leaves the card as it is: it may be a good card in the wrong hands.
  return invokeAnswer("application/vnd.microsoft.activity.message", refusalText(pickLocale(activity.locale), answer.refused));
}

/** A message whose value is, or pretends to be, that of one of our buttons. */
export function isSubmit(activity: Activity): boolean {
  const submitted = submitSchema.safeParse(activity.value);
  return submitted.success && submitted.data.herald !== undefined;
}

export async function onSubmit(bot: Bot, activity: Activity): Promise<void> {
  const answer = await applyCardAction(bot, activity, activity.value);
  if ("card" in answer) await replaceCard(bot, activity, answer.card);
  else await replyWithCard(bot, activity, refusalCard(pickLocale(activity.locale), answer.refused));
}

function invokeAnswer(type: string, value: unknown): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type, value } };
}
