// Every card that leaves the house, for any message an author could write, must be one that Teams accepts, that a
// screen reader can read and that has a way out. "Valid" is what Microsoft's own parser says about it.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { emittedFaults, visit } from "@/lib/testing/card-rules";
import { cardLabels, cardReason, variableDefaults } from "@/lib/texts/card-labels";

import { buildCard, buildSummary, type CardInput } from "./card";
import { LIMITS, MAX_BUTTONS, type Message } from "./message";
import { ADVISE_BYTES, cardSizeBytes } from "./size";

const data = (verb: "optOut" | "preferences") => ({
  herald: { verb, recipient: "r".repeat(36), signature: "s".repeat(43) },
});
const base: CardInput = {
  message: { kind: "NOTIFICATION" },
  topic: { name: "Company news", mandatory: false },
  labels: cardLabels("en"),
  values: {},
  defaults: variableDefaults("en"),
  reach: "PERSONAL",
  reason: cardReason("en", "ALL"),
  optOut: data("optOut"),
  preferences: data("preferences"),
};
const notification: Message = {
  kind: "NOTIFICATION",
  title: "Canteen closed",
  whatHappened: "The kitchen gets **new ovens**.",
  affected: "Building 4",
  actor: "Facilities",
  whatToDo: "Use Building 2.",
  optOutHint: "One click stops this.",
  buttons: [{ title: "Plan", url: "https://intranet.contoso.com/plan" }],
};
const welcome: Message = { kind: "WELCOME", title: "Hello", why: "W", offer: "O", nextStep: "N" };

function textsOf(input: CardInput): string[] {
  return visit(buildCard(input)).flatMap((node) => (typeof node.text === "string" ? [node.text] : []));
}

function actionOf(input: CardInput, type: string) {
  return visit(buildCard(input)).find((node) => node.type === type);
}

function typesOf(input: CardInput): unknown[] {
  return visit(buildCard(input)).map((node) => node.type);
}

const anyText = (max: number) =>
  fc.oneof(
    fc.string({ unit: "binary", maxLength: max / 4 }),
    fc.constantFrom("👩🏽‍🚀🎉 emoji", "مرحبًا بالجميع", "שלום", "**bold** [x](https://a.example) {{givenName}}"),
    fc.constantFrom("x".repeat(max), '"'.repeat(max)),
  );
const anyButton = fc.record({
  title: anyText(LIMITS.button),
  url: fc.constantFrom("https://a.example/", "https://пример.example/x?y=1#z"),
});
const shared = {
  title: anyText(LIMITS.title),
  lang: fc.constantFrom("en", "de-AT", "ar-EG", "he", "az-Arab"),
  buttons: fc.array(anyButton, { maxLength: MAX_BUTTONS }),
  image: fc.option(fc.record({ url: fc.constant("https://a.example/i.png"), altText: anyText(LIMITS.altText) })),
};
const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({
    kind: fc.constant("WELCOME" as const),
    ...shared,
    why: anyText(1500),
    offer: anyText(1500),
    nextStep: anyText(1500),
  }),
  fc.record({
    kind: fc.constant("NOTIFICATION" as const),
    ...shared,
    whatHappened: anyText(1500),
    affected: anyText(400),
    actor: anyText(400),
    whatToDo: anyText(1500),
    optOutHint: anyText(400),
  }),
);
const anyInput: fc.Arbitrary<CardInput> = fc.record({
  message: anyMessage,
  topic: fc.record({ name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }), mandatory: fc.boolean() }),
  labels: fc.constantFrom(cardLabels("en"), cardLabels("de")),
  values: fc.record({ givenName: fc.string({ unit: "binary", maxLength: 100 }) }),
  defaults: fc.constant(variableDefaults("de")),
  reach: fc.constantFrom("PERSONAL" as const, "POST" as const),
  reason: fc.constant(cardReason("de", "TEST")),
  optOut: fc.constant(data("optOut")),
  preferences: fc.constant(data("preferences")),
  placeholders: fc.boolean(),
});

describe("any card", () => {
  it("is valid, wraps, describes its images, has fallbacks and keeps the limits, whatever was written", () => {
    const check = (input: CardInput) => {
      expect(emittedFaults(buildCard(input))).toEqual([]);
    };
    fc.assert(fc.property(anyInput, check), { numRuns: 300 });
  });

  it("stays below the advised size when every field is filled to its limit", () => {
    const long = (length: number) => "ä".repeat(length);
    const message: Message = {
      kind: "NOTIFICATION",
      title: long(LIMITS.title),
      whatHappened: long(LIMITS.text),
      affected: long(LIMITS.shortText),
      actor: long(LIMITS.shortText),
      whatToDo: long(LIMITS.text),
      optOutHint: long(LIMITS.shortText),
    };
    expect(cardSizeBytes(buildCard({ ...base, message }))).toBeLessThan(ADVISE_BYTES);
  });

  it("says why the person receives it and which topic it belongs to", () => {
    expect(textsOf({ ...base, message: notification })).toEqual(
      expect.arrayContaining(["Company news", cardReason("en", "ALL")]),
    );
  });

  it("is marked right-to-left and isolates our words when the message is Arabic", () => {
    const card = buildCard({ ...base, message: { ...notification, lang: "ar-EG" } });
    expect(card).toMatchObject({ lang: "ar", rtl: true });
    expect(JSON.stringify(card)).toContain(`\u2068${cardReason("en", "ALL")}\u2069`);
  });

  it("does not let a display name become markdown or a link", () => {
    const values = { givenName: "**[x](https://evil.example)**" };
    const texts = textsOf({ ...base, message: { ...welcome, title: "Hi {{givenName}}" }, values });
    expect(texts).toContain("Hi \\*\\*\\[x\\](https:\\//evil.example)\\*\\*");
  });

  it("shows a name in a button and in the toast without backslashes", () => {
    const values = { givenName: "A_B" };
    const buttons = [{ title: "For {{givenName}}", url: "https://a.example" }];
    const message: Message = { ...notification, title: "**Hi** {{givenName}}", buttons };
    expect(actionOf({ ...base, message, values }, "Action.OpenUrl")?.title).toBe("For A_B");
    expect(buildSummary({ ...base, message, values })).toBe("Hi A_B");
  });
});

describe("a notification", () => {
  it("answers what happened, to what, who, what to do and how to opt out, in this order", () => {
    const texts = textsOf({ ...base, message: notification });
    const facts = ["The kitchen gets **new ovens**.", "Building 4", "Facilities"];
    const answers = [...facts, "Use Building 2.", "One click stops this."];
    expect(texts.filter((text) => answers.includes(text))).toEqual(answers);
  });

  it("carries the opt-out of its topic, in both action types with the same signed data", () => {
    const execute = actionOf({ ...base, message: notification }, "Action.Execute");
    expect(execute).toMatchObject({ verb: "optOut", title: "Stop “Company news”", data: data("optOut") });
    expect(execute).toMatchObject({ fallback: { type: "Action.Submit", data: data("optOut") } });
  });

  it("says that a mandatory topic cannot be opted out of, and carries no button for it", () => {
    const input = { ...base, message: notification, topic: { name: "Safety", mandatory: true } };
    expect(typesOf(input)).not.toContain("Action.Execute");
    expect(textsOf(input).join()).toContain("**Safety** is mandatory");
    expect(textsOf(input)).not.toContain("One click stops this.");
  });

  it("refuses to be built for a person without its way out", () => {
    const { optOut: _none, ...rest } = base;
    expect(() => buildCard({ ...rest, message: notification })).toThrow("optOut");
  });

  it("puts two short facts side by side and gives long ones a row each", () => {
    const long = { ...notification, affected: "a".repeat(60) } as Message;
    expect(typesOf({ ...base, message: notification }).filter((type) => type === "ColumnSet")).toHaveLength(2);
    expect(typesOf({ ...base, message: long }).filter((type) => type === "ColumnSet")).toHaveLength(1);
  });
});

describe("a welcome", () => {
  it("opens the preferences and never opts out", () => {
    const verbs = visit(buildCard({ ...base, message: welcome })).flatMap((node) => node.verb ?? []);
    expect(verbs).toEqual(["preferences"]);
  });

  it("looks different from a notification before a word is read", () => {
    const [band] = buildCard({ ...base, message: welcome }).body;
    const [other] = buildCard({ ...base, message: notification }).body;
    expect([band, other]).toMatchObject([{ style: "good" }, { style: "accent" }]);
  });
});

describe("a post in a channel", () => {
  it.each([welcome, notification])("carries neither opt-out nor preferences ($kind)", (message) => {
    expect(typesOf({ ...base, message, reach: "POST" })).not.toContain("Action.Execute");
  });
});

describe("the preview of an unfinished message", () => {
  it("hints at every missing part, and needs no signed data", () => {
    const { optOut: _none, ...rest } = base;
    const texts = textsOf({ ...rest, message: { kind: "NOTIFICATION" }, placeholders: true });
    expect(texts).toEqual(expect.arrayContaining(["Title", "_Say what happened._", "_Say how to opt out._"]));
  });

  it("shows nothing in the place of a missing part when it is not a preview", () => {
    expect(textsOf({ ...base, message: { kind: "NOTIFICATION" } })).toHaveLength(4);
  });
});

describe("links", () => {
  it("say which site outside Teams they open", () => {
    const link = actionOf({ ...base, message: notification }, "Action.OpenUrl");
    expect(link).toMatchObject({ title: "Plan", tooltip: "Plan – opens intranet.contoso.com outside Teams" });
  });
});
