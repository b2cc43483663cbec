// Variables that an external event fills: {{event.name}} or {{event.name|fallback}} in any text of a template, and in the
// path or query of a button's address. They are filled once, when the event comes in; what a recipient is called is
// filled later, for each one. A value is words and nothing else: it brings no markdown, no variable of its own, and
// leads a button to no other host.
import { findLinkTargets } from "./markdown";
import type { Button, Issue, Message } from "./message";
import { textFields } from "./message";
import { escapeMarkdown, VARIABLE_PATTERN } from "./variables";

/** By name, without `event.`. */
export type EventValues = Readonly<Record<string, string>>;

export type EventVariable = {
  name: string;
  /** At least one place has no fallback, so the event must give a value. */
  required: boolean;
};

const PREFIX = "event.";
/** Word joiner, which nobody sees. A backslash would do in markdown, but the toast is made of the title without its marks. */
const JOINER = "\u2060";

/** Every event variable of a template, in the order of reading. */
export function findEventVariables(message: Message): EventVariable[] {
  const found = new Map<string, boolean>();
  for (const [, text] of fillableTexts(message)) {
    for (const { name, fallback } of eventVariablesOf(text)) {
      found.set(name, (found.get(name) ?? false) || fallback === undefined);
    }
  }
  return [...found].map(([name, required]) => ({ name, required }));
}

/** Names without a value and without a fallback. */
export function findMissingValues(message: Message, values: EventValues): string[] {
  const required = findEventVariables(message).filter((variable) => variable.required);
  return required.map(({ name }) => name).filter((name) => valueOf(values, name) === "");
}

/** The message with every event variable filled; one without a value and a fallback becomes nothing. */
export function fillEventVariables(message: Message, values: EventValues): Message {
  const entries = Object.entries(message).map(([key, value]: [string, unknown]) => {
    if (typeof value !== "string" || key === "kind" || key === "lang") return [key, value];
    return [key, key === "summary" ? fillPlain(value, values) : fillMarkdown(value, values)];
  });
  const filled = Object.fromEntries(entries) as Message;
  const { buttons, image } = message;
  return {
    ...filled,
    ...(buttons ? { buttons: buttons.map((button) => fillButton(button, values)) } : {}),
    ...(image?.altText ? { image: { ...image, altText: fillPlain(image.altText, values) } } : {}),
  };
}

/** Places where an event variable cannot stand, or where these values would lead elsewhere; paths below `message`. */
export function findUnsafePlaces(message: Message, values: EventValues): Issue[] {
  const inLinks = textFields(message)
    .filter(([, text]) => findLinkTargets(text).some(hasEventVariable))
    .map(([path]) => ({ path, message: "An event variable cannot stand in the address of a link. Use a button." }));
  const addresses = (message.buttons ?? []).flatMap(({ url = "" }, index): Issue[] => {
    const path = `buttons.${index}.url`;
    if (!hasEventVariable(url)) return [];
    if (placeOf(fillUrl(url, () => "a")) === placeOf(fillUrl(url, () => "b.b"))) {
      return keepsPath(url, values) ? [] : [{ path, message: "With this value the address would lead to another place." }];
    }
    return [{ path, message: "An event variable may stand behind the host of an address only." }];
  });
  return [...inLinks, ...addresses];
}

export function hasEventVariable(text: string): boolean {
  return eventVariablesOf(text).length > 0;
}

function eventVariablesOf(text: string): { name: string; fallback: string | undefined }[] {
  return [...text.matchAll(VARIABLE_PATTERN)].flatMap(([, name = "", fallback]) =>
    name.startsWith(PREFIX) ? [{ name: name.slice(PREFIX.length), fallback }] : [],
  );
}

function fillableTexts(message: Message): [path: string, value: string][] {
  const urls = (message.buttons ?? []).map(({ url }, i): [string, string] => [`buttons.${i}.url`, url ?? ""]);
  return [...textFields(message), ...urls];
}

function fillMarkdown(text: string, values: EventValues): string {
  return fill(text, values, (value) => partBraces(escapeMarkdown(value)));
}

function fillPlain(text: string, values: EventValues): string {
  return fill(text, values, (value) => partBraces(value.replace(/\s+/g, " ")));
}

/** Whatever stands before it, a value's brace begins no variable. */
function partBraces(value: string): string {
  return value.replaceAll("{", `{${JOINER}`);
}

function fillButton({ title, url }: Button, values: EventValues): Button {
  return {
    ...(title === undefined ? {} : { title: fillPlain(title, values) }),
    ...(url === undefined ? {} : { url: fillUrl(url, (name) => valueOf(values, name)) }),
  };
}

function fillUrl(url: string, of: (name: string) => string): string {
  return replaceEventVariables(url, (name, fallback) => encodeURIComponent(of(name)) || (fallback ?? ""));
}

function fill(text: string, values: EventValues, escape: (value: string) => string): string {
  return replaceEventVariables(text, (name, fallback) => escape(valueOf(values, name)) || (fallback ?? ""));
}

function replaceEventVariables(text: string, by: (name: string, fallback: string | undefined) => string): string {
  return text.replace(VARIABLE_PATTERN, (whole, name: string, fallback: string | undefined) =>
    name.startsWith(PREFIX) ? by(name.slice(PREFIX.length), fallback?.trim()) : whole,
  );
}

function valueOf(values: EventValues, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? "").trim() : "";
}

function placeOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

/** A value of dots would climb to another page of the same host: each part of the path must stay a part. */
function keepsPath(url: string, values: EventValues): boolean {
  const filled = fillUrl(url, (name) => valueOf(values, name));
  return shapeOf(filled) === shapeOf(fillUrl(url, (name) => (valueOf(values, name) === "" ? "" : "a")));
}

function shapeOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).pathname.replace(/[^/]+/g, "x") : undefined;
}
