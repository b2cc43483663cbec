// The part of Adaptive Cards 1.5 that Herald emits, as plain data. Only what Teams renders everywhere is here;
// anything richer would look different on a phone. Every text wraps: `text` is the only way to make one.
import type { CardAction } from "./card-actions";
import { isRightToLeft } from "./card-direction";

export type TextBlock = {
  type: "TextBlock";
  text: string;
  wrap: true;
  style?: "heading";
  size?: "Small" | "Large";
  weight?: "Bolder";
  color?: "Accent" | "Good";
  isSubtle?: true;
  spacing?: Spacing;
  separator?: true;
};
export type Image = { type: "Image"; url: string; altText: string; size: "Stretch"; spacing: Spacing };
export type Container = {
  type: "Container";
  items: CardElement[];
  style?: "accent" | "good" | "emphasis";
  bleed?: true;
  spacing?: Spacing;
  separator?: true;
};
export type Column = {
  type: "Column";
  width: "auto" | "stretch";
  items: CardElement[];
  verticalContentAlignment?: "Center";
};
export type ColumnSet = { type: "ColumnSet"; columns: Column[]; spacing?: Spacing; separator?: true };
export type ActionSet = { type: "ActionSet"; actions: CardAction[]; spacing?: Spacing };
export type FactSet = { type: "FactSet"; facts: { title: string; value: string }[]; spacing?: Spacing };
/** What somebody types or chooses; its value comes back beside the data of the pressed button, under its id. */
export type InputText = {
  type: "Input.Text";
  id: string;
  label: string;
  value?: string;
  maxLength: number;
  isMultiline?: true;
  spacing?: Spacing;
};
export type InputChoiceSet = {
  type: "Input.ChoiceSet";
  id: string;
  label: string;
  style: "compact";
  value?: string;
  choices: { title: string; value: string }[];
  spacing?: Spacing;
};
export type CardElement = TextBlock | Image | Container | ColumnSet | ActionSet | FactSet | InputText | InputChoiceSet;
type Spacing = "None" | "Small" | "Medium" | "Large";

export type AdaptiveCard = {
  type: "AdaptiveCard";
  $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  version: "1.5";
  lang: string;
  rtl?: true;
  /** Read where a client cannot draw the card at all. */
  fallbackText: string;
  body: CardElement[];
  /** Teams alone: use the width of the chat instead of a narrow column. */
  msteams: { width: "Full" };
};

export type BandStyle = NonNullable<Container["style"]>;

export function text(content: string, look: Omit<TextBlock, "type" | "text" | "wrap"> = {}): TextBlock {
  return { type: "TextBlock", text: content, wrap: true, ...look };
}

/**
 * The coloured strip at the top by which a card's kind is recognised before a word is read. Glyphs are plain symbols,
 * not emoji: every font has them, they take the theme's colour, and screen readers mostly pass over them.
 */
export function band(style: BandStyle, glyph: string, label: string, detail?: string): Container {
  const words = [text(label, { size: "Small", weight: "Bolder" })];
  if (detail) words.push(text(detail, { size: "Small", isSubtle: true, spacing: "None" }));
  const color = style === "emphasis" ? {} : { color: GLYPH_COLOR[style] };
  const mark = text(glyph, { size: "Large", weight: "Bolder", ...color });
  const columns: Column[] = [
    { type: "Column", width: "auto", verticalContentAlignment: "Center", items: [mark] },
    { type: "Column", width: "stretch", verticalContentAlignment: "Center", items: words },
  ];
  return { type: "Container", style, bleed: true, items: [{ type: "ColumnSet", columns }] };
}

const GLYPH_COLOR = { accent: "Accent", good: "Good" } as const;

export function heading(content: string): TextBlock {
  return text(content, { style: "heading", size: "Large", weight: "Bolder", spacing: "Medium" });
}

export function wrapCard(body: CardElement[], lang: string, fallbackText: string): AdaptiveCard {
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    // Adaptive Cards takes a bare language here and calls `de-AT` invalid; the direction needs the whole tag.
    lang: lang.split("-")[0] ?? lang,
    ...(isRightToLeft(lang) ? { rtl: true } : {}),
    fallbackText,
    body,
    msteams: { width: "Full" },
  };
}
