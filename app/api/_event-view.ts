// External events as the API shows them: the log, what an accepted event answers, and what a dry run would have sent.
import type { EventResult } from "@/lib/commands/receive-event";
import { reasonKindOf } from "@/lib/domain/audience";
import { buildCard, buildSummary, type CardInput } from "@/lib/domain/card";
import type { ActionVerb } from "@/lib/domain/card-actions";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import type { Message } from "@/lib/domain/message";
import type { Topic } from "@/lib/domain/topic";
import type { EventView } from "@/lib/domain/views";
import { env } from "@/lib/env";
import type { EventRow } from "@/lib/store/external-events";
import { cardLabels, cardLocale, type CardReason, cardReason, variableDefaults } from "@/lib/texts/card-labels";

export function eventView({ receivedAt, refusal, ...row }: EventRow): EventView {
  return {
    ...row,
    receivedAt: receivedAt.toISOString(),
    refusal: refusal && { ...refusal, issues: [...refusal.issues] },
  };
}

/** 202 for what is being sent, the same body each time; 200 for a dry run. */
export function eventAnswer(result: EventResult): Response {
  if (result.kind === "DRY_RUN") return Response.json(dryRunAnswer(result));
  const { event, broadcastId } = result;
  const body = {
    id: event.id,
    broadcastId,
    statusUrl: `${env().APP_URL}/api/broadcasts/${broadcastId}`,
    people: event.people,
    leftOut: event.leftOut,
  };
  return Response.json(body, { status: 202 });
}

function dryRunAnswer({ message, topic, audience, estimate, leftOut, issues }: Extract<EventResult, { kind: "DRY_RUN" }>) {
  const rendered = message && render(message, topic, audience ? reasonKindOf(audience) : "ALL");
  return {
    dryRun: true,
    message: message ?? null,
    card: rendered?.card ?? null,
    text: rendered?.text ?? null,
    topic: topic?.name ?? null,
    estimate: estimate ?? null,
    leftOut,
    issues,
  };
}

/** As a person sees it whose name nobody knows. Its buttons are not signed, so they do nothing. */
function render(message: Message, topic: Topic | undefined, reason: CardReason): { card: AdaptiveCard; text: string } {
  const locale = cardLocale(message.lang);
  const input: CardInput = {
    message,
    topic: topic ?? { name: "", mandatory: false },
    labels: cardLabels(locale),
    values: {},
    defaults: variableDefaults(locale),
    reach: "PERSONAL",
    reason: cardReason(locale, reason),
    optOut: unsigned("optOut"),
    preferences: unsigned("preferences"),
    placeholders: true,
  };
  return { card: buildCard(input), text: buildSummary(input) };
}

function unsigned(verb: ActionVerb) {
  return { herald: { verb, recipient: "preview", signature: "" } };
}
