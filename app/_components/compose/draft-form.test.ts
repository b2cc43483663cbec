// A draft in the composer survives saving and loading, and is an input the API accepts however little is written.
import { describe, expect, test } from "vitest";

import { audienceDraftOf } from "@/app/_components/audience/audience-draft";
import { broadcastInputSchema } from "@/lib/domain/broadcast";

import { emptyForm, formOf, type FormSource, inputOf, isWorthSaving, messageOf } from "./draft-form";

const TEAM = "6d5a1a52-35d6-4a1a-9d2d-0c2f1c1f1b11";

function viewOf(change: Partial<FormSource>): FormSource {
  const message = { kind: "NOTIFICATION", title: "Hello" } as const;
  return { message, topic: "it", audience: null, onUnknown: "HOLD", onMissing: "SKIP", priority: "NORMAL", ...change };
}

describe("a draft in the composer", () => {
  test("is saved as an input the API accepts, however little is written", () => {
    expect(broadcastInputSchema.safeParse(inputOf(emptyForm("en"))).success).toBe(true);
  });

  test("comes back from the server as it was saved", () => {
    const form = emptyForm("de");
    form.kind = "WELCOME";
    form.texts.title = "Willkommen";
    form.texts.offer = "Neues aus der IT";
    form.image = { url: "https://example.com/a.png", altText: "Ein Bild" };
    form.buttons = [{ key: 0, title: "Mehr", url: "https://example.com/" }];
    form.audience = audienceDraftOf({ kind: "TEAM_MEMBERS", teamIds: [TEAM] });
    const { message, audience = null } = inputOf(form);
    expect(formOf(viewOf({ message, audience, topic: null }), "en")).toEqual(form);
  });

  test("saves only the fields of its kind but remembers the others", () => {
    const form = emptyForm("en");
    form.kind = "WELCOME";
    form.texts.whatHappened = "Something";
    expect(messageOf(form)).not.toHaveProperty("whatHappened");
    expect(messageOf({ ...form, kind: "NOTIFICATION" })).toHaveProperty("whatHappened", "Something");
  });

  test("is not created for a chosen kind and an offered text alone", () => {
    const form = emptyForm("en");
    expect(isWorthSaving({ ...form, texts: { ...form.texts, title: "Before a kind" } })).toBe(false);
    form.kind = "NOTIFICATION";
    form.texts.optOutHint = "Use the button below.";
    expect(isWorthSaving(form)).toBe(false);
    form.texts.title = "N";
    expect(isWorthSaving(form)).toBe(true);
  });
});
