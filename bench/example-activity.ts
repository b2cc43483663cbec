// The same card that Herald sends in the measurement, for the loops that have no templates.
import { buildCard } from "@/lib/domain/card";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { cardLabels, cardReason, variableDefaults } from "@/lib/texts/card-labels";

export function exampleActivity(): Record<string, unknown> {
  return { type: "message", summary: COMPLETE_NOTIFICATION.title, attachments: [{ contentType: CARD, content: card }] };
}

const CARD = "application/vnd.microsoft.card.adaptive";

const card = buildCard({
  message: COMPLETE_NOTIFICATION,
  topic: { name: "Company news", mandatory: false },
  labels: cardLabels("en"),
  values: {},
  defaults: variableDefaults("en"),
  reach: "PERSONAL",
  reason: cardReason("en", "ALL"),
  optOut: { herald: { verb: "optOut", recipient: "r", signature: "s" } },
});
