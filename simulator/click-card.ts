// A person presses a button of a card. Action.Execute is an invoke whose answer replaces the card or shows a line;
// Action.Submit is a message with a value; a client that does not know Execute takes its fallback, or shows no button.
import { z } from "zod";

import * as activities from "./activities";
import type { BotAnswer, BotClient } from "./bot-client";
import { type ActionChoice, type CardAction, chooseAction } from "./card-actions";
import { type Chat, findMessage, type Message } from "./chats";
import { asCard, viewMessage } from "./message-view";
import type { Person } from "./people";
import type { Tenant } from "./tenant";

export type Click = ActionChoice & { activityId: string; inputs?: Record<string, unknown> };

export type ClickResult =
  | { outcome: "REPLACED" | "SENT"; botStatus: number | null }
  | { outcome: "MESSAGE"; message: string; botStatus: number | null }
  | { outcome: "OPENED"; url: string; botStatus: null }
  | { outcome: "FAILED"; message: string; botStatus: number | null };

const SORRY = "Something went wrong. Please try again.";

export async function clickCard(
  tenant: Tenant, bot: BotClient, person: Person, chat: Chat, click: Click, place?: activities.Place,
): Promise<ClickResult> {
  const message = findMessage(chat, click.activityId);
  const card = message && viewMessage(message, person.objectId).card;
  const action = card && chooseAction(card, click);
  if (!message || !action) return failed("There is no such button on that message.", null);
  if (action.type === "Action.OpenUrl") return { outcome: "OPENED", url: action.url ?? "", botStatus: null };
  const understood = tenant.settings.cardActions === "submit" ? (action.fallback ?? action) : action;
  const data = { ...asCard(understood.data), ...click.inputs };
  if (understood.type === "Action.Submit") {
    return submitData(tenant, bot, person, chat, message, understood, data, place);
  }
  if (understood.type !== "Action.Execute" || tenant.settings.cardActions === "submit") {
    return failed("This client does not show that button.", null);
  }
  const invoked = { type: "Action.Execute", title: understood.title, data, ...pickNames(understood) };
  const activity = activities.execute(tenant, person, message.activityId, invoked, place);
  return applyAnswer(tenant, person, chat, message, await bot.invoke(activity));
}

async function submitData(
  tenant: Tenant, bot: BotClient, person: Person, chat: Chat, message: Message, action: CardAction,
  data: Record<string, unknown>, place: activities.Place | undefined,
): Promise<ClickResult> {
  // `msteams` in the data tells the client to write a visible message in the person's name.
  const teams = z.looseObject({ type: z.string(), displayText: z.string().optional(), text: z.string().optional() });
  const shown = teams.safeParse(data.msteams).data;
  if (shown) {
    const text = shown.displayText ?? shown.text ?? action.title;
    tenant.chats.add(chat, person.objectId, JSON.stringify({ text }), Date.now());
    tenant.changes.note(chat.personId ?? chat.conversationId);
  }
  const activity = activities.submit(tenant, person, message.activityId, data, place);
  const words = shown?.text === undefined ? {} : { text: shown.text };
  const { status } = await bot.send({ ...activity, ...words });
  return status !== null && status < 300 ? { outcome: "SENT", botStatus: status } : failed(SORRY, status);
}

const answerSchema = z.looseObject({ statusCode: z.number(), type: z.string(), value: z.unknown() });

function applyAnswer(tenant: Tenant, person: Person, chat: Chat, message: Message, answer: BotAnswer): ClickResult {
  const parsed = answerSchema.safeParse(answer.body);
  const isGood = answer.status !== null && answer.status < 300 && parsed.success && parsed.data.statusCode < 300;
  if (!isGood) return failed(SORRY, answer.status);
  const { type, value } = parsed.data;
  if (type === "application/vnd.microsoft.activity.message") {
    return { outcome: "MESSAGE", message: String(value), botStatus: answer.status };
  }
  const card = asCard(value);
  if (type !== "application/vnd.microsoft.card.adaptive" || card?.type !== "AdaptiveCard") {
    return failed(SORRY, answer.status);
  }
  message.replacements = { ...message.replacements, [person.objectId]: card };
  tenant.changes.note(chat.personId ?? chat.conversationId);
  return { outcome: "REPLACED", botStatus: answer.status };
}

function pickNames({ id, verb }: CardAction): { id?: string; verb?: string } {
  return { ...(id === undefined ? {} : { id }), ...(verb === undefined ? {} : { verb }) };
}

function failed(message: string, botStatus: number | null): ClickResult {
  return { outcome: "FAILED", message, botStatus };
}
