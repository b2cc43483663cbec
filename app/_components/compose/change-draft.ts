// Every change an author can make to a draft, as one pure function, so that the composer's state has a single door.
import { type AudienceChange, changeAudience } from "@/app/_components/audience/change-audience";
import { MAX_BUTTONS, type MessageKind } from "@/lib/domain/message";

import type { ButtonDraft, DraftForm, TextField } from "./draft-form";

export type DraftChange =
  | { type: "replace"; form: DraftForm }
  /** `optOutHint` is the text we offer when the author has written none. */
  | { type: "kind"; kind: MessageKind; optOutHint: string }
  | { type: "text"; field: TextField; value: string }
  | { type: "set"; values: Partial<Omit<DraftForm, "kind" | "texts" | "buttons" | "audience">> }
  | { type: "addButton" }
  | { type: "changeButton"; key: number; values: Partial<Omit<ButtonDraft, "key">> }
  | { type: "removeButton"; key: number }
  | { type: "moveButton"; key: number; by: -1 | 1 }
  | { type: "audience"; change: AudienceChange };

export function changeDraft(form: DraftForm, change: DraftChange): DraftForm {
  switch (change.type) {
    case "replace":
      return change.form;
    case "kind":
      return { ...form, kind: change.kind, texts: offerHint(form, change.kind, change.optOutHint) };
    case "text":
      return { ...form, texts: { ...form.texts, [change.field]: change.value } };
    case "set":
      return { ...form, ...change.values };
    case "addButton":
      if (form.buttons.length >= MAX_BUTTONS) return form;
      return { ...form, buttons: [...form.buttons, newButton(form.buttons)] };
    case "changeButton":
      return { ...form, buttons: form.buttons.map((b) => (b.key === change.key ? { ...b, ...change.values } : b)) };
    case "removeButton":
      return { ...form, buttons: form.buttons.filter(({ key }) => key !== change.key) };
    case "moveButton":
      return { ...form, buttons: moveButton(form.buttons, change.key, change.by) };
    case "audience":
      return { ...form, audience: changeAudience(form.audience, change.change) };
  }
}

function offerHint(form: DraftForm, kind: MessageKind, optOutHint: string): DraftForm["texts"] {
  const wanted = kind === "NOTIFICATION" && form.texts.optOutHint.trim() === "";
  return wanted ? { ...form.texts, optOutHint } : form.texts;
}

function newButton(buttons: ButtonDraft[]): ButtonDraft {
  return { key: Math.max(-1, ...buttons.map(({ key }) => key)) + 1, title: "", url: "" };
}

function moveButton(buttons: ButtonDraft[], key: number, by: -1 | 1): ButtonDraft[] {
  const from = buttons.findIndex((button) => button.key === key);
  const moving = buttons[from];
  const neighbour = buttons[from + by];
  if (!moving || !neighbour) return buttons;
  return buttons.map((button, index) => (index === from ? neighbour : index === from + by ? moving : button));
}
