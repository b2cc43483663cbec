// What the author is told, rule by rule, and that a good message is left in peace.
import { describe, expect, it } from "vitest";

import { warningText } from "@/lib/texts/card-labels";
import { LOCALES } from "@/lib/texts/texts";

import type { Message } from "./message";
import { LINT_CODES, lintMessage } from "./message-lint";
import { ADVISE_BYTES, MAX_BYTES } from "./size";

const NOTIFICATION: Message = { kind: "NOTIFICATION" };

function codesOf(part: Partial<Message>, sizeBytes?: number): string[] {
  return lintMessage({ ...NOTIFICATION, ...part }, sizeBytes).map(({ path, code }) => `${path} ${code}`);
}

describe("text", () => {
  it.each([
    ["# Heading", "HEADING"],
    ["Title\n=====", "HEADING"],
    ["use `npm`", "CODE"],
    ["```\ncode\n```", "CODE"],
    ["> quote", "QUOTE"],
    ["| a | b |\n|---|---|\n| 1 | 2 |", "TABLE"],
    ["![alt](https://a.example/i.png)", "MARKDOWN_IMAGE"],
    ["~~gone~~", "STRIKETHROUGH"],
    ["<b>bold</b>", "HTML"],
    ["line<br/>", "HTML"],
    ["see http://a.example", "HTTP_LINK"],
    ["[site](http://a.example)", "HTTP_LINK"],
    ["[x](javascript:alert)", "UNSAFE_LINK"],
    ["[x](/intranet)", "UNSAFE_LINK"],
    ["[here](https://a.example)", "VAGUE_LINK"],
    ["Hello {{givenName}}", "VARIABLE_WITHOUT_FALLBACK"],
    ["[me](https://a.example/{{givenName|x}})", "VARIABLE_IN_LINK"],
  ])("%j is reported as %s", (whatHappened, code) => {
    expect(codesOf({ whatHappened })).toEqual([`whatHappened ${code}`]);
  });

  it.each([
    "**bold** *italic* [menu](https://a.example/x) [mail](mailto:a@b.example)",
    "- a\n- b\n\n1. c\n2. d",
    "#1 in the market, 3 > 2, a < b, 5 * 6, C# and F#",
    "Hello {{givenName|there}}",
    "أهلاً 👋 Grüße",
    "",
  ])("%j is fine", (whatHappened) => expect(codesOf({ whatHappened })).toEqual([]));
});

describe("the rest of a message", () => {
  const image = (file: string, altText = "") => ({ url: `https://a.example/${file}`, altText });
  const button = (title: string) => ({ title, url: "https://a.example" });
  it.each<[string, Partial<Message>, string[]]>([
    ["a shouted title", { title: "SERVER MAINTENANCE" }, ["title TITLE_CAPITALS"]],
    ["a short acronym as the title", { title: "SAP 7" }, []],
    ["a title without letter case", { title: "مرحبًا بالجميع في الشركة" }, []],
    ["marks in the toast", { summary: "**Now**" }, ["summary MARKDOWN_IN_PLAIN_TEXT"]],
    ["marks on a button", { buttons: [button("_Go_")] }, ["buttons.0.title MARKDOWN_IN_PLAIN_TEXT"]],
    ["three buttons", { buttons: ["a", "b", "c"].map(button) }, []],
    ["four buttons", { buttons: ["a", "b", "c", "d"].map(button) }, ["buttons BUTTONS_MANY"]],
    ["seven buttons", { buttons: [..."abcdefg"].map(button) }, ["buttons BUTTONS_TOO_MANY"]],
    ["two buttons of one name", { buttons: ["Go", "go "].map(button) }, ["buttons.1.title BUTTONS_SAME"]],
    ["an image without a description", { image: image("i.png") }, ["image.altText ALT_TEXT_MISSING"]],
    ["a file name as a description", { image: image("i.png", "IMG_1.png") }, ["image.altText ALT_TEXT_FILE_NAME"]],
    ["a vector image", { image: image("i.svg?x=1", "A") }, ["image.url IMAGE_TYPE"]],
    ["an image without an extension", { image: image("i", "A") }, []],
  ])("%s", (_case, part, codes) => expect(codesOf(part)).toEqual(codes));

  it.each([
    [ADVISE_BYTES - 1, []],
    [ADVISE_BYTES, [" SIZE_LARGE"]],
    [MAX_BYTES, [" SIZE_LARGE"]],
    [MAX_BYTES + 1, [" SIZE_TOO_LARGE"]],
  ])("a card of %i bytes", (sizeBytes, codes) => expect(codesOf({}, sizeBytes)).toEqual(codes));

  it("calls an error only what people would see broken", () => {
    const message: Message = { ...NOTIFICATION, title: "# [x](javascript:1)" };
    expect(lintMessage(message).map(({ severity }) => severity)).toEqual(["warning", "error"]);
  });
});

describe("the words", () => {
  it.each(LOCALES)("exist for every code (%s)", (locale) => {
    const values = { target: "t", name: "givenName", extension: "svg", count: 4, advised: 3, max: 6, kilobytes: 30 };
    for (const code of LINT_CODES) {
      expect(warningText(locale, { path: "", code, severity: "warning", values })).toMatch(/^[\p{Lu}\d].*\.$/u);
    }
  });

  it("show how a fallback is written", () => {
    const [warning] = lintMessage({ ...NOTIFICATION, title: "Hello {{givenName}}" });
    expect(warning && warningText("en", warning)).toContain("{{givenName|there}}");
  });
});
