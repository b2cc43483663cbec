// A message as the control interface and the page show it to one person.
import { z } from "zod";

import type { Message } from "./chats";

export type Card = Record<string, unknown>;

export type MessageView = {
  activityId: string;
  from: "bot" | "person";
  personId?: string;
  threadId?: string;
  at: string;
  summary?: string;
  text?: string;
  /** What the person sees now; absent once the message is deleted. */
  card?: Card;
  /** What the bot sent, where a button's answer has replaced it for this person. */
  replacedCard?: Card;
  edited: boolean;
  deleted: boolean;
  reactions: string[];
};

const ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive";

const contentSchema = z.looseObject({
  text: z.string().optional().catch(undefined),
  summary: z.string().optional().catch(undefined),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).optional().catch(undefined),
});

export function viewMessage(message: Message, viewerId: string | undefined): MessageView {
  const { text, summary, attachments } = contentSchema.parse(JSON.parse(message.json));
  const sentCard = asCard(attachments?.find((attachment) => attachment.contentType === ADAPTIVE_CARD)?.content);
  const replacement = asCard(viewerId === undefined ? undefined : message.replacements?.[viewerId]);
  const isDeleted = message.deletedAtMs !== undefined;
  const card = isDeleted ? undefined : (replacement ?? sentCard);
  return {
    activityId: message.activityId,
    from: message.from === "bot" ? "bot" : "person",
    ...(message.from === "bot" ? {} : { personId: message.from }),
    ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
    at: new Date(message.atMs).toISOString(),
    ...(summary === undefined ? {} : { summary }),
    ...(text === undefined || isDeleted ? {} : { text }),
    ...(card ? { card } : {}),
    ...(replacement && sentCard ? { replacedCard: sentCard } : {}),
    edited: message.editedAtMs !== undefined,
    deleted: isDeleted,
    reactions: Object.values(message.reactions ?? {}),
  };
}

/** One line for the chat list: what Teams would show in the toast. */
export function previewOf(view: MessageView): string {
  if (view.deleted) return "This message has been deleted.";
  return view.summary ?? view.text ?? (view.card ? "Sent a card" : "");
}

export function asCard(value: unknown): Card | undefined {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
