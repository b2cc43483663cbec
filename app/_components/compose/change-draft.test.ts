// Editing never loses what was written: kinds change back and forth, and button keys stay unique and within the limit.
import { describe, expect, test } from "vitest";

import { MAX_BUTTONS } from "@/lib/domain/message";

import { changeDraft, type DraftChange } from "./change-draft";
import { emptyForm } from "./draft-form";

function after(...changes: DraftChange[]) {
  return changes.reduce(changeDraft, emptyForm("en"));
}

describe("changing a draft", () => {
  test("offers a way to opt out to a notification, and never replaces the author's own", () => {
    const offered = after({ type: "kind", kind: "NOTIFICATION", optOutHint: "Press the button." });
    expect(offered.texts.optOutHint).toBe("Press the button.");
    const own = changeDraft(offered, { type: "text", field: "optOutHint", value: "My words." });
    expect(changeDraft(own, { type: "kind", kind: "NOTIFICATION", optOutHint: "Other" }).texts.optOutHint).toBe("My words.");
  });

  test("keeps what was written when the kind changes and changes back", () => {
    const form = after(
      { type: "kind", kind: "NOTIFICATION", optOutHint: "" },
      { type: "text", field: "whatHappened", value: "The lift is broken." },
      { type: "kind", kind: "WELCOME", optOutHint: "" },
      { type: "kind", kind: "NOTIFICATION", optOutHint: "" },
    );
    expect(form.texts.whatHappened).toBe("The lift is broken.");
  });

  test("moves a button past its neighbour and leaves the ends alone", () => {
    const three = after({ type: "addButton" }, { type: "addButton" }, { type: "addButton" });
    const order = (form: typeof three) => form.buttons.map(({ key }) => key);
    expect(order(changeDraft(three, { type: "moveButton", key: 2, by: -1 }))).toEqual([0, 2, 1]);
    expect(order(changeDraft(three, { type: "moveButton", key: 0, by: -1 }))).toEqual([0, 1, 2]);
    expect(order(changeDraft(three, { type: "moveButton", key: 2, by: 1 }))).toEqual([0, 1, 2]);
  });

  test("never gives two buttons the same key, even after one was removed", () => {
    const form = after({ type: "addButton" }, { type: "addButton" }, { type: "removeButton", key: 0 }, { type: "addButton" });
    expect(form.buttons.map(({ key }) => key)).toEqual([1, 2]);
  });

  test("stops at the number of buttons a card can carry", () => {
    const many = Array.from({ length: MAX_BUTTONS + 2 }, (): DraftChange => ({ type: "addButton" }));
    expect(after(...many).buttons).toHaveLength(MAX_BUTTONS);
  });
});
