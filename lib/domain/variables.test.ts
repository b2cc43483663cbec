// Variables fill what is known, fall back to what is not, and never let a value speak markdown.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { markdownToHtml } from "./markdown-html";
import { escapeMarkdown, fillPlainVariables, fillVariables, findUnknownVariables, findVariables } from "./variables";

describe("filling variables", () => {
  it.each([
    ["Hello {{givenName}}", { givenName: "Ann" }, "Hello Ann"],
    ["Hello {{ givenName | friend }}", {}, "Hello friend"],
    ["Hello {{givenName|}}", {}, "Hello "],
    ["Hello {{givenName}}", {}, "Hello there"],
    ["Hello {{givenName}}", { givenName: "  " }, "Hello there"],
    ["{{installer}} added this", {}, "Your organisation added this"],
    ["Done. **{{installer}}** added this", {}, "Done. **Your organisation** added this"],
    ["{{nobody}} and {{givenName", {}, "{{nobody}} and {{givenName"],
    ["{{givenName}}", { givenName: "{{team}}" }, "{{team}}"],
    ["{{givenName}}", { givenName: "Ann\n# Boss" }, "Ann \\# Boss"],
    ["{{constructor}}", {}, "{{constructor}}"],
  ])("%j with %j", (text, values, filled) => {
    expect(fillVariables(text, values, { givenName: "there", installer: "your organisation" })).toBe(filled);
  });

  it("adds no backslashes where text is shown as it is", () => {
    expect(fillPlainVariables("Hi {{givenName}}", { givenName: "A_B" }, {})).toBe("Hi A_B");
  });

  it("reports what is not on the white-list of the kind", () => {
    expect(findUnknownVariables("{{givenName}} {{team}} {{secret}}", "NOTIFICATION")).toEqual(["team", "secret"]);
    expect(findUnknownVariables("{{givenName}} {{team}} {{secret}}", "WELCOME")).toEqual(["secret"]);
  });

  it("tells a variable with a fallback from one without", () => {
    expect(findVariables("{{givenName|you}} {{team}}")).toEqual([
      { name: "givenName", fallback: "you" },
      { name: "team", fallback: undefined },
    ]);
  });
});

describe("an escaped value", () => {
  it.each([
    ["Hart, Amelia (External)", "Hart, Amelia (External)"],
    ["Hans-Peter", "Hans-Peter"],
    ["Dr. No", "Dr. No"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["[x](https://a.example)", "\\[x\\](https:\\//a.example)"],
    ["<b>", "\\<b\\>"],
  ])("%j becomes %j", (value, escaped) => expect(escapeMarkdown(value)).toBe(escaped));

  it("is read as exactly the characters it has, whatever they are", () => {
    const text = (html: string) =>
      html.replace(/^<p>|<\/p>$/g, "").replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
    const unit = fc.constantFrom("*", "_", "[", "]", "(", ")", "\\", "-", "1", ".", "<", "&", "a", "h:", "/");
    const value = fc.string({ unit });
    fc.assert(
      fc.property(value, (name) => {
        expect(text(markdownToHtml(`x ${escapeMarkdown(name)} y`))).toBe(`x ${name} y`);
      }),
    );
  });
});

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
