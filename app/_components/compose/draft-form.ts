// What the composer holds while somebody writes. It keeps the fields of both kinds, so that changing the kind, or
// changing one's mind, loses nothing; only the fields of the chosen kind become the Message that is saved.
import {
  type AudienceDraft, audienceDraftOf, audienceOf, emptyAudience, isUntouched,
} from "@/app/_components/audience/audience-draft";
import type { BroadcastInput, MissingPolicy, Priority, UnknownPolicy } from "@/lib/domain/broadcast";
import type { Button, Message, MessageKind } from "@/lib/domain/message";
import type { BroadcastView } from "@/lib/domain/views";

export const TEXT_FIELDS = [
  "title",
  "summary",
  "why",
  "offer",
  "nextStep",
  "whatHappened",
  "affected",
  "actor",
  "whatToDo",
  "optOutHint",
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** `key` names a row while it moves; it is never saved. */
export type ButtonDraft = { key: number; title: string; url: string };

export type DraftForm = {
  /** Null until the author has chosen what to write. */
  kind: MessageKind | null;
  texts: Record<TextField, string>;
  lang: string;
  image: { url: string; altText: string };
  buttons: ButtonDraft[];
  topic: string | null;
  audience: AudienceDraft;
  onUnknown: UnknownPolicy;
  onMissing: MissingPolicy;
  priority: Priority;
};

export function emptyForm(lang: string): DraftForm {
  return {
    kind: null,
    texts: Object.fromEntries(TEXT_FIELDS.map((field) => [field, ""])) as Record<TextField, string>,
    lang,
    image: { url: "", altText: "" },
    buttons: [],
    topic: null,
    audience: emptyAudience(),
    onUnknown: "HOLD",
    onMissing: "SKIP",
    priority: "NORMAL",
  };
}

/** What the composer needs of a broadcast to fill its form. */
export type FormSource = Pick<BroadcastView, "message" | "topic" | "audience" | "onUnknown" | "onMissing" | "priority">;

export function formOf(view: FormSource, lang: string): DraftForm {
  const { message } = view;
  const values = message as Partial<Record<TextField, string>>;
  const form = emptyForm(message.lang ?? lang);
  for (const field of TEXT_FIELDS) form.texts[field] = values[field] ?? "";
  return {
    ...form,
    kind: message.kind,
    image: { url: message.image?.url ?? "", altText: message.image?.altText ?? "" },
    buttons: (message.buttons ?? []).map((button, key) => ({ key, title: button.title ?? "", url: button.url ?? "" })),
    topic: view.topic,
    audience: audienceDraftOf(view.audience),
    onUnknown: view.onUnknown,
    onMissing: view.onMissing,
    priority: view.priority,
  };
}

/** What is saved. It may be incomplete, and, while somebody types an address, malformed too. */
export function inputOf(form: DraftForm): BroadcastInput {
  return {
    ...(form.topic ? { topic: form.topic } : {}),
    message: messageOf(form),
    audience: audienceOf(form.audience),
    onUnknown: form.onUnknown,
    onMissing: form.onMissing,
    priority: form.priority,
  };
}

export function messageOf(form: DraftForm): Message {
  const given = (field: TextField): string | undefined => form.texts[field] || undefined;
  const { url, altText } = form.image;
  const common = {
    title: given("title"),
    summary: given("summary"),
    lang: form.lang,
    image: url || altText ? { url, altText } : null,
    buttons: form.buttons.map(({ title, url: href }): Button => ({ title, url: href })),
  };
  if (form.kind === "WELCOME") {
    return { kind: "WELCOME", ...common, why: given("why"), offer: given("offer"), nextStep: given("nextStep") };
  }
  return {
    kind: "NOTIFICATION",
    ...common,
    whatHappened: given("whatHappened"),
    affected: given("affected"),
    actor: given("actor"),
    whatToDo: given("whatToDo"),
    optOutHint: given("optOutHint"),
  };
}

/** A kind and the text we offered ourselves are not yet anything the author would miss. */
export function isWorthSaving(form: DraftForm): boolean {
  if (form.kind === null) return false;
  const written = TEXT_FIELDS.some((field) => field !== "optOutHint" && form.texts[field].trim() !== "");
  const pictured = form.image.url !== "" || form.image.altText !== "";
  return written || pictured || form.buttons.length > 0 || form.topic !== null || !isUntouched(form.audience);
}
