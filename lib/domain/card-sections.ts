// The middle of a card: the questions Microsoft's guidance says a proactive message must answer, in reading order.
// What the person is asked to do stands on a shaded ground; two short facts share a row, long ones get a row each.
import type { CardLabels } from "./card";
import { type CardElement, type Container, text } from "./card-elements";
import { keepLines } from "./markdown";
import { isFilled, type Message, type MessageKind, type REQUIRED_FIELDS } from "./message";

/** The required fields that get a label of their own; the title needs none. */
export type SectionField = Exclude<(typeof REQUIRED_FIELDS)[MessageKind][number], "title">;

/** Two facts of at most this many characters fit side by side on a phone (320 px) without becoming a ribbon. */
const SHORT_FACT_CHARACTERS = 40;

export function bodySections(
  message: Message,
  labels: CardLabels,
  fill: (value: string) => string,
  placeholders: boolean,
): CardElement[] {
  const section = (field: SectionField, value: string | undefined): Container[] => {
    if (isFilled(value)) return [sectionOf(labels.section[field], keepLines(fill(value.trim())))];
    return placeholders ? [sectionOf(labels.section[field], `_${labels.placeholder[field]}_`, true)] : [];
  };
  switch (message.kind) {
    case "WELCOME":
      return [
        ...section("why", message.why),
        ...section("offer", message.offer),
        ...section("nextStep", message.nextStep).map(shade),
      ];
    case "NOTIFICATION":
      return [
        ...section("whatHappened", message.whatHappened),
        ...pair([...section("affected", message.affected), ...section("actor", message.actor)]),
        ...section("whatToDo", message.whatToDo).map(shade),
      ];
  }
}

function sectionOf(label: string, value: string, missing = false): Container {
  const words = text(value, { spacing: "None", ...(missing ? { isSubtle: true } : {}) });
  const name = text(label, { size: "Small", weight: "Bolder", isSubtle: true });
  return { type: "Container", spacing: "Medium", items: [name, words] };
}

function shade(section: Container): Container {
  return { ...section, style: "emphasis" };
}

function pair(facts: Container[]): CardElement[] {
  const short = facts.every(({ items }) => items.every((item) => "text" in item && isShort(item.text)));
  if (facts.length !== 2 || !short) return facts;
  const columns = facts.map(({ items }) => ({ type: "Column", width: "stretch", items }) as const);
  return [{ type: "ColumnSet", spacing: "Medium", columns }];
}

function isShort(value: string): boolean {
  return value.length <= SHORT_FACT_CHARACTERS && !value.includes("\n");
}
