// The card a draft would become, for the eye and for the scales. Its buttons carry data as long as real ones, so that
// the measured size is the size that will be sent; nothing in it is signed.
import { buildCard, buildSummary, type CardInput } from "@/lib/domain/card";
import type { ActionData, ActionVerb } from "@/lib/domain/card-actions";
import { type AdaptiveCard } from "@/lib/domain/card-elements";
import type { Message } from "@/lib/domain/message";
import { cardSizeBytes } from "@/lib/domain/size";
import { cardLabels, cardLocale, type CardReason, cardReason, variableDefaults } from "@/lib/texts/card-labels";

/** What is posted for many carries no button of ours. */
const POSTS: ReadonlySet<CardReason> = new Set(["CHANNEL", "GROUP_CHAT", "TEAM_INSTALL"]);

export type PreviewTopic = { name: string; mandatory: boolean };
export type Preview = { card: AdaptiveCard; summary: string; sizeBytes: number };

export function previewCard(message: Message, topic: PreviewTopic, reason: CardReason, reader: string): Preview {
  const locale = cardLocale(message.lang);
  const [givenName = reader] = reader.split(" ");
  const input: CardInput = {
    message,
    topic,
    labels: cardLabels(locale),
    values: { givenName, displayName: reader },
    defaults: variableDefaults(locale),
    reach: POSTS.has(reason) ? "POST" : "PERSONAL",
    reason: cardReason(locale, reason),
    optOut: sampleData("optOut"),
    preferences: sampleData("preferences"),
    placeholders: true,
  };
  const card = buildCard(input);
  const summary = buildSummary(input);
  const attachments = [{ contentType: "application/vnd.microsoft.card.adaptive", content: card }];
  return { card, summary, sizeBytes: cardSizeBytes({ type: "message", summary, attachments }) };
}

function sampleData(verb: ActionVerb): ActionData {
  const id = "00000000-0000-4000-8000-000000000000";
  return { herald: { verb, broadcast: id, topic: id, recipient: id, signature: "x".repeat(43) } };
}
