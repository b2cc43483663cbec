// What a message needs before it may be sent, and what it may never be.
import { describe, expect, it } from "vitest";

import { findGaps, LIMITS, type Message, messageSchema, REQUIRED_FIELDS, summaryOf } from "./message";

const COMPLETE: Record<Message["kind"], Message> = {
  WELCOME: { kind: "WELCOME", title: "T", why: "W", offer: "O", nextStep: "N" },
  NOTIFICATION: {
    kind: "NOTIFICATION", title: "T", whatHappened: "H", affected: "A", actor: "B", whatToDo: "D", optOutHint: "O",
  },
};
const cases = Object.values(COMPLETE).flatMap((message) =>
  REQUIRED_FIELDS[message.kind].flatMap((field) => [undefined, "", "  \n"].map((value) => ({ message, field, value }))),
);

describe("gaps", () => {
  it.each(Object.values(COMPLETE))("a complete $kind has none", (message) => expect(findGaps(message)).toEqual([]));

  it.each(cases)("a $message.kind with $field = $value has one, at that field", ({ message, field, value }) => {
    const { [field as "title"]: _left, ...rest } = message;
    const draft = { ...rest, ...(value === undefined ? {} : { [field]: value }) } as Message;
    expect(findGaps(draft).map(({ path }) => path)).toEqual([field]);
  });

  it.each<[string, Partial<Message>, string[]]>([
    ["an image without a description", { image: { url: "https://a.example/i.png" } }, ["image.altText"]],
    ["a description without an image", { image: { altText: "A" } }, ["image.url"]],
    ["a removed image", { image: null }, []],
    ["an unnamed button", { buttons: [{ url: "https://a.example" }] }, ["buttons.0.title"]],
    ["a button that leads nowhere", { buttons: [{ title: "A", url: "" }] }, ["buttons.0.url"]],
    ["a variable nobody knows", { title: "{{salary}}" }, ["title"]],
    ["a welcome's variable in a notification", { title: "{{team}}" }, ["title"]],
    ["a variable in a button", { buttons: [{ title: "{{x}}", url: "https://a.example" }] }, ["buttons.0.title"]],
  ])("%s", (_case, part, paths) => {
    expect(findGaps({ ...COMPLETE.NOTIFICATION, ...part }).map(({ path }) => path)).toEqual(paths);
  });
});

describe("a draft", () => {
  it.each<[string, unknown, boolean]>([
    ["may be nothing but a kind", { kind: "WELCOME" }, true],
    ["may not be of an unknown kind", { kind: "POLL" }, false],
    ["may not have another kind's fields", { kind: "WELCOME", whatHappened: "x" }, false],
    ["may not have unknown fields", { kind: "WELCOME", html: "x" }, false],
    ["may have a title of the greatest length", { kind: "WELCOME", title: "x".repeat(LIMITS.title) }, true],
    ["may not have a title of 3 000 characters", { kind: "WELCOME", title: "x".repeat(3000) }, false],
    ["may not have seven buttons", { kind: "WELCOME", buttons: Array.from({ length: 7 }, () => ({})) }, false],
    ["may have a button without an address yet", { kind: "WELCOME", buttons: [{ title: "x", url: "" }] }, true],
    ["may not have a javascript: button", { kind: "WELCOME", buttons: [{ url: "javascript:alert(1)" }] }, false],
    ["may not have an http button", { kind: "WELCOME", buttons: [{ url: "http://a.example" }] }, false],
    ["may not have credentials in an address", { kind: "WELCOME", buttons: [{ url: "https://u:p@a.example" }] }, false],
    ["may not have a relative image", { kind: "WELCOME", image: { url: "/i.png" } }, false],
    ["may have emoji and Arabic", { kind: "WELCOME", title: "👩🏽‍🚀 مرحبًا", lang: "ar-EG" }, true],
    ["may not have a made-up language tag", { kind: "WELCOME", lang: "English!" }, false],
  ])("%s", (_rule, draft, valid) => expect(messageSchema.safeParse(draft).success).toBe(valid));
});

describe("the summary", () => {
  it("is the title unless the author wrote one", () => {
    expect(summaryOf({ kind: "WELCOME", title: " T " })).toBe("T");
    expect(summaryOf({ kind: "WELCOME", title: "T", summary: "S" })).toBe("S");
    expect(summaryOf({ kind: "WELCOME", title: "T", summary: "  " })).toBe("T");
    expect(summaryOf({ kind: "WELCOME" })).toBe("");
  });
});
