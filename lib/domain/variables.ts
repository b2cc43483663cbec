// Variables an author may put into a text: {{name}} or {{name|fallback}}. A white-list: anything else is reported, and
// never filled in. Values are escaped, so that a display name cannot smuggle markdown or a link into a card.
// {{event.name}} stands in templates alone: an external event fills it before there is a broadcast (event-variables.ts).
import type { MessageKind } from "./message";

export const VARIABLES = {
  NOTIFICATION: ["givenName", "displayName"],
  WELCOME: ["givenName", "displayName", "team", "channel", "installer"],
} as const satisfies Record<MessageKind, readonly string[]>;

export type VariableName = (typeof VARIABLES)["WELCOME"][number];
/** Values known for one recipient; an unknown one falls back to the author's text, then to `defaults`. */
export type VariableValues = Partial<Record<VariableName, string>>;

/** A name, or `event.` and a name; then perhaps a fallback. */
export const VARIABLE_PATTERN = /\{\{\s*([A-Za-z]+(?:\.[A-Za-z]\w*)?)\s*(?:\|([^{}]*))?\}\}/g;

/** Fills the variables of one markdown text. `defaults` are words of the card's language for values nobody knows. */
export function fillVariables(text: string, values: VariableValues, defaults: VariableValues): string {
  return fill(text, values, defaults, escapeMarkdown);
}

/** The same for places that show text as it is (buttons, toasts, alt texts): there a backslash would be seen. */
export function fillPlainVariables(text: string, values: VariableValues, defaults: VariableValues): string {
  return fill(text, values, defaults, (value) => value.replace(/\s+/g, " "));
}

export function findUnknownVariables(text: string, kind: MessageKind): string[] {
  const known: readonly string[] = VARIABLES[kind];
  return findVariables(text).map(({ name }) => name).filter((name) => !known.includes(name));
}

/** Every variable of a text as written, known or not. */
export function findVariables(text: string): { name: string; fallback: string | undefined }[] {
  return [...text.matchAll(VARIABLE_PATTERN)].map(([, name = "", fallback]) => ({ name, fallback: fallback?.trim() }));
}

/**
 * Backslashes before the characters that Teams' markdown gives a meaning. Parentheses and hyphens inside a name mean
 * nothing and are common ("Hart, Amelia (External)"), so they stay; a list marker matters only where a text begins,
 * and the slashes of a bare address must not become a link by themselves.
 */
export function escapeMarkdown(value: string): string {
  const line = value.replace(/[\\*_[\]`#<>~|]|(?<=:)\/\//g, "\\$&").replace(/\s+/g, " ");
  return line.replace(/^( ?\d*)([-+.)])(?= |$)/, "$1\\$2");
}

function fill(
  text: string,
  values: VariableValues,
  defaults: VariableValues,
  escape: (value: string) => string,
): string {
  return text.replace(VARIABLE_PATTERN, (whole, name: string, fallback: string | undefined, offset: number) => {
    if (!isVariable(name)) return whole;
    const value = values[name]?.trim();
    if (value) return escape(value);
    if (fallback !== undefined) return fallback.trim();
    const words = defaults[name] ?? "";
    return opensSentence(text.slice(0, offset)) ? capitalize(words) : words;
  });
}

/** "your organisation" must become "Your organisation" where a sentence begins; marks such as ** do not count. */
function opensSentence(before: string): boolean {
  return /(^|[.!?]\s|\n)[\s*_[]*$/.test(before);
}

function capitalize(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isVariable(name: string): name is VariableName {
  return (VARIABLES.WELCOME as readonly string[]).includes(name);
}
