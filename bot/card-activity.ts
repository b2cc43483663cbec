// A card as the activity that carries it: the card alone, without text (Teams would split the two, at twice the cost and
// without an id), and with a summary, since without one people read "Sent a card".
import type { AdaptiveCard } from "@/lib/domain/card-elements";

export const CARD_CONTENT_TYPE = "application/vnd.microsoft.card.adaptive";

export type CardActivity = {
  type: "message";
  from: { id: string };
  conversation: { id: string };
  locale: string;
  summary: string;
  attachments: [{ contentType: typeof CARD_CONTENT_TYPE; content: AdaptiveCard }];
};

export function cardActivity(input: {
  card: AdaptiveCard;
  summary: string;
  locale: string;
  botId: string;
  conversationId: string;
}): CardActivity {
  const { card, summary, locale, botId, conversationId } = input;
  return {
    type: "message",
    from: { id: botId },
    conversation: { id: conversationId },
    locale,
    summary,
    attachments: [{ contentType: CARD_CONTENT_TYPE, content: card }],
  };
}
