// What an author writes. A draft may be incomplete: fields may be absent or empty, but never malformed.
// `findGaps` says what is still missing before the message may be sent; the rules follow Microsoft's guidance on
// proactive messages: a welcome says why, what and what next; a notification says what happened, to what, who did it,
// what one can do and how to opt out.
import { z } from "zod";

import { findUnknownVariables, findVariables } from "./variables";

/** Limits in characters, so that a card stays far below Teams' 28 KB whatever the author writes. */
export const LIMITS = { title: 150, text: 1500, shortText: 400, summary: 200, altText: 250, button: 60, url: 2000 };
export const MAX_BUTTONS = 6;
export const ADVISED_BUTTONS = 3;

export type Issue = { path: string; message: string };

const text = (max: number) => z.string().max(max, `At most ${max} characters.`).optional();
const httpsUrl = z
  .string()
  .max(LIMITS.url, `At most ${LIMITS.url} characters.`)
  .refine((url) => url === "" || isHttpsUrl(url), "Enter a full address that starts with https:// and has no user name.")
  .optional();

const buttonSchema = z.strictObject({ title: text(LIMITS.button), url: httpsUrl });
const imageSchema = z.strictObject({ url: httpsUrl, altText: text(LIMITS.altText) });
const langSchema = z.string().refine(isLanguageTag, "Enter a language tag such as en, de or ar-EG.").optional();

const common = {
  title: text(LIMITS.title),
  summary: text(LIMITS.summary),
  lang: langSchema,
  buttons: z.array(buttonSchema).max(MAX_BUTTONS, `At most ${MAX_BUTTONS} buttons.`).optional(),
  image: imageSchema.nullable().optional(),
};

export const welcomeSchema = z.strictObject({
  kind: z.literal("WELCOME"),
  ...common,
  why: text(LIMITS.text),
  offer: text(LIMITS.text),
  nextStep: text(LIMITS.text),
});

export const notificationSchema = z.strictObject({
  kind: z.literal("NOTIFICATION"),
  ...common,
  whatHappened: text(LIMITS.text),
  affected: text(LIMITS.shortText),
  actor: text(LIMITS.shortText),
  whatToDo: text(LIMITS.text),
  optOutHint: text(LIMITS.shortText),
});

/** A Message, possibly incomplete. */
export const messageSchema = z.discriminatedUnion("kind", [welcomeSchema, notificationSchema]);
export type Message = z.infer<typeof messageSchema>;
export type MessageKind = Message["kind"];
export type WelcomeMessage = z.infer<typeof welcomeSchema>;
export type NotificationMessage = z.infer<typeof notificationSchema>;
export type Button = z.infer<typeof buttonSchema>;

export const MESSAGE_KINDS = ["WELCOME", "NOTIFICATION"] as const;

/** The fields each kind must fill, in the order in which a card shows them. */
export const REQUIRED_FIELDS = {
  WELCOME: ["title", "why", "offer", "nextStep"],
  NOTIFICATION: ["title", "whatHappened", "affected", "actor", "whatToDo", "optOutHint"],
} as const;

/** Everything that keeps a message from being sent; paths start below `message`. Empty means complete. */
export function findGaps(message: Message): Issue[] {
  const values = message as Record<string, unknown>;
  const gaps: Issue[] = [];
  for (const field of REQUIRED_FIELDS[message.kind]) {
    if (!isFilled(values[field])) gaps.push({ path: field, message: "This field is required before sending." });
  }
  if (message.image && isFilled(message.image.url) && !isFilled(message.image.altText)) {
    gaps.push({ path: "image.altText", message: "Describe the image for people who cannot see it." });
  }
  if (message.image && !isFilled(message.image.url) && isFilled(message.image.altText)) {
    gaps.push({ path: "image.url", message: "Enter the address of the image, or remove its description." });
  }
  message.buttons?.forEach((button, index) => gaps.push(...findButtonGaps(button, index)));
  for (const [path, value] of textFields(message)) {
    for (const name of findUnknownVariables(value, message.kind)) {
      gaps.push({ path, message: unknownVariable(name) });
    }
  }
  return gaps;
}

/** Every piece of text a recipient will read, with its path. */
export function textFields(message: Message): [path: string, value: string][] {
  const fields = Object.entries(message).filter(([key]) => !["kind", "lang"].includes(key));
  const texts = fields.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const buttons = (message.buttons ?? []).map((button, i): [string, string] => [`buttons.${i}.title`, button.title ?? ""]);
  return [...texts, ...buttons, ["image.altText", message.image?.altText ?? ""]];
}

/** The toast and chat-list line; without one Teams says "Sent a card". */
export function summaryOf(message: Message): string {
  return message.summary?.trim() || message.title?.trim() || "";
}

export function isFilled(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

/** An event's variables stand in templates; they are filled before there is a broadcast. */
function unknownVariable(name: string): string {
  if (name.startsWith("event.")) return `{{${name}}} is filled by external events alone. Write what it shall say.`;
  return `The variable {{${name}}} does not exist for this kind of message.`;
}

function findButtonGaps(button: Button, index: number): Issue[] {
  const gaps: Issue[] = [];
  if (!isFilled(button.title)) gaps.push({ path: `buttons.${index}.title`, message: "Name the button." });
  if (!isFilled(button.url)) gaps.push({ path: `buttons.${index}.url`, message: "Enter where the button leads." });
  for (const { name } of findVariables(button.url ?? "")) {
    gaps.push({ path: `buttons.${index}.url`, message: unknownVariable(name) });
  }
  return gaps;
}

function isHttpsUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === "https:" && url.username === "" && url.password === "" && /^https:\/\//i.test(value);
}

function isLanguageTag(value: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value);
}
