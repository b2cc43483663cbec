// The rules every emitted card must obey, checked on the finished data. What Adaptive Cards 1.5 allows is judged by
// Microsoft's own parser; Node cannot import that package's modules, so its bundle is required instead.
import { createRequire } from "node:module";
import type * as AdaptiveCards from "adaptivecards";

import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { MAX_BUTTONS } from "@/lib/domain/message";
import { cardSizeBytes, MAX_BYTES } from "@/lib/domain/size";

const bundle = createRequire(import.meta.url)("adaptivecards/dist/adaptivecards.js") as typeof AdaptiveCards;

export type CardNode = Record<string, unknown>;

/** Everything wrong with a card, in words; empty means that it may leave the house. */
export function emittedFaults(card: AdaptiveCard): string[] {
  return [...parserFaults(card), ...cardFaults(card), ...visit(card).flatMap(nodeFaults)];
}

/** Every object of a card that has a type: elements, columns, actions and their fallbacks. */
export function visit(value: unknown): CardNode[] {
  if (Array.isArray(value)) return value.flatMap(visit);
  if (typeof value !== "object" || value === null) return [];
  const node = value as CardNode;
  const below = Object.values(node).flatMap(visit);
  return typeof node.type === "string" ? [node, ...below] : below;
}

function parserFaults(card: AdaptiveCard): string[] {
  const context = new bundle.SerializationContext(bundle.Versions.v1_5);
  const parsed = new bundle.AdaptiveCard();
  // The package's pattern for `lang` is global and remembers where the last card's match ended: a bug of its own.
  const { regEx } = bundle.CardElement.langProperty;
  if (regEx) regEx.lastIndex = 0;
  // The parser fills in what it is given, so it gets a copy.
  parsed.parse(JSON.parse(JSON.stringify(card)), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const invalid = parsed.validateProperties().validationEvents.map((event) => event.message);
  const lost = parsed.getItemCount() === card.body.length ? [] : ["The parser dropped a part of the card."];
  return [...events, ...invalid, ...lost];
}

function cardFaults(card: AdaptiveCard): string[] {
  const faults: string[] = [];
  if (cardSizeBytes(card) > MAX_BYTES) faults.push("The card is too large.");
  if (card.version !== "1.5" || card.msteams.width !== "Full" || card.lang === "") faults.push("The frame is wrong.");
  if (JSON.stringify(card) !== JSON.stringify(structuredClone(card))) faults.push("The card is not plain data.");
  if (visit(card).filter((node) => node.style === "heading").length > 1) faults.push("There are two headings.");
  return faults;
}

function nodeFaults(node: CardNode): string[] {
  switch (node.type) {
    case "TextBlock":
      return node.wrap === true ? [] : [`A text does not wrap: ${String(node.text)}`];
    case "Image":
      return isFilled(node.altText) ? [] : ["An image has no description."];
    case "ActionSet":
      return Array.isArray(node.actions) && node.actions.length <= MAX_BUTTONS ? [] : ["Too many actions."];
    case "Action.OpenUrl":
      return /^https:\/\//.test(String(node.url)) && isFilled(node.tooltip) ? [] : ["A link is not safe or says nothing."];
    case "Action.Execute":
      return executeFaults(node);
    default:
      return [];
  }
}

function executeFaults(node: CardNode): string[] {
  const fallback = (node.fallback ?? {}) as CardNode;
  const same = JSON.stringify(fallback.data) === JSON.stringify(node.data);
  const verb = (node.data as { herald?: { verb?: string } } | undefined)?.herald?.verb;
  const faults = fallback.type === "Action.Submit" && same ? [] : ["An Execute has no equal Submit as its fallback."];
  return verb === node.verb && isFilled(node.title) ? faults : [...faults, "An Execute's verb or title is wrong."];
}

function isFilled(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
