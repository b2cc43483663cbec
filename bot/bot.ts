// Which event does what: one line an event. Handlers write down what Teams tells, through commands, and answer; sending
// is the engine's. Events that are not listed are answered 200 and ignored, as Teams wants it.
import type { DbPool } from "@/lib/store/db";

import type { Activity } from "./activity";
import type { InvokeAnswer } from "./adapter";
import type { Connector } from "./connector";
import { onCardAction } from "./on-card-action";
import { onConversationUpdate } from "./on-conversation-update";
import { onInstall } from "./on-install";
import { onMessage } from "./on-message";
import { onReaction } from "./on-reaction";
import { onRead } from "./on-read";

/** What handlers need from the world. */
export type Bot = {
  db: DbPool;
  connector: Connector;
  /** Signs the data of buttons. */
  secretKey: string;
  /** Those before it, for buttons on cards that were sent with them. */
  previousKeys?: readonly string[];
  /** Of a tenant's bucket, which replies share with the engine. */
  ratePerSecond: number;
  /** Where the console is, for links in cards. */
  appUrl: string;
};

type Handler = (bot: Bot, activity: Activity) => Promise<InvokeAnswer | undefined | void>;

const HANDLERS: Record<string, Handler> = {
  installationUpdate: onInstall,
  conversationUpdate: onConversationUpdate,
  message: onMessage,
  "invoke adaptiveCard/action": onCardAction,
  messageReaction: onReaction,
  "event application/vnd.microsoft.readReceipt": onRead,
};

export async function runBot(bot: Bot, activity: Activity): Promise<InvokeAnswer | undefined> {
  const named = activity.type === "invoke" || activity.type === "event";
  const key = named ? `${activity.type} ${activity.name ?? ""}` : activity.type;
  const handler = Object.hasOwn(HANDLERS, key) ? HANDLERS[key] : undefined;
  const answer = await handler?.(bot, activity);
  if (answer) return answer;
  // An invoke without an answer shows "Something went wrong".
  return activity.type === "invoke" ? { status: 200 } : undefined;
}
