// The buttons of a card, in the order in which they appear, wherever they are nested. The page counts them the same
// way (page/cards.js), so a button is named by its position.
import type { Card } from "./message-view";

export type CardAction = {
  readonly index: number;
  readonly type: string;
  readonly title: string;
  readonly id?: string;
  readonly verb?: string;
  readonly url?: string;
  readonly data: unknown;
  readonly fallback?: CardAction;
};

/** How a deed names a button: whichever of these is given has to match. */
export type ActionChoice = { index?: number; title?: string; verb?: string; id?: string };

export function listActions(card: Card): CardAction[] {
  const found: CardAction[] = [];
  visit(card, found);
  return found;
}

export function chooseAction(card: Card, choice: ActionChoice): CardAction | undefined {
  return listActions(card).find(
    (action) =>
      (choice.index === undefined || action.index === choice.index) &&
      (choice.title === undefined || action.title === choice.title) &&
      (choice.verb === undefined || action.verb === choice.verb) &&
      (choice.id === undefined || action.id === choice.id),
  );
}

function visit(node: unknown, found: CardAction[]): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, found);
    return;
  }
  if (!isRecord(node)) return;
  const isAction = typeof node.type === "string" && node.type.startsWith("Action.");
  if (isAction) found.push(readAction(node, found.length));
  for (const [key, child] of Object.entries(node)) {
    // Data may look like anything, and a fallback is not on screen beside the button it stands in for.
    if (key !== "data" && key !== "fallback") visit(child, found);
  }
}

function readAction(node: Record<string, unknown>, index: number): CardAction {
  return {
    index,
    type: String(node.type),
    title: typeof node.title === "string" ? node.title : "",
    data: node.data,
    ...(typeof node.id === "string" ? { id: node.id } : {}),
    ...(typeof node.verb === "string" ? { verb: node.verb } : {}),
    ...(typeof node.url === "string" ? { url: node.url } : {}),
    ...(isRecord(node.fallback) ? { fallback: readAction(node.fallback, index) } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
