// Exactly Teams' subset: what is inside it is formatted, what is outside stays the text people would see in Teams.
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { keepLines, plainTextOf, safeLinkUrl } from "./markdown";
import { markdownToHtml } from "./markdown-html";

const MARKS = ["*", "**", "_", "[", "](", ")", "\\", "\n", "- ", "1. "];
const LINK = 'target="_blank" rel="noopener noreferrer"';

describe("markdown inside the subset", () => {
  it.each([
    ["plain", "<p>plain</p>"],
    ["**bold** and __bold__", "<p><strong>bold</strong> and <strong>bold</strong></p>"],
    ["*italic* and _italic_", "<p><em>italic</em> and <em>italic</em></p>"],
    ["**bold with *italic* in it**", "<p><strong>bold with <em>italic</em> in it</strong></p>"],
    ["*italic with **bold** in it*", "<p><em>italic with <strong>bold</strong> in it</em></p>"],
    ["- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
    ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    ["intro\n- a\nend", "<p>intro</p><ul><li>a</li></ul><p>end</p>"],
    ["- a\n1. b", '<ul><li>a</li></ul><ol start="1"><li>b</li></ol>'],
    ["[site](https://a.example/x)", `<p><a href="https://a.example/x" ${LINK}>site</a></p>`],
    ["[**b**](mailto:a@b.example)", `<p><a href="mailto:a@b.example" ${LINK}><strong>b</strong></a></p>`],
    ["one\ntwo", "<p>one</p><p>two</p>"],
    ["\\*not italic\\*", "<p>*not italic*</p>"],
  ])("%j", (source, html) => expect(markdownToHtml(source)).toBe(html));
});

describe("anything else stays text", () => {
  it.each([
    ["# no heading", "<p># no heading</p>"],
    ["`no code`", "<p>`no code`</p>"],
    ["~~no strike~~", "<p>~~no strike~~</p>"],
    ["> no quote", "<p>&gt; no quote</p>"],
    ["<b>no html</b>", "<p>&lt;b&gt;no html&lt;/b&gt;</p>"],
    ["2 * 3 * 4", "<p>2 * 3 * 4</p>"],
    ["file_name_old", "<p>file_name_old</p>"],
    ["**open", "<p>**open</p>"],
    ["[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"],
    ["[x](http://a.example)", "<p>[x](http://a.example)</p>"],
    ["[x](https://user:pass@a.example)", "<p>[x](https://user:pass@a.example)</p>"],
    ["[](https://a.example)", "<p>[](https://a.example)</p>"],
    ["", ""],
  ])("%j", (source, html) => expect(markdownToHtml(source)).toBe(html));

  it("never yields a tag, an attribute or an address of the author's making", () => {
    const hostile = fc.array(
      fc.constantFrom(...MARKS, "<img src=x onerror=1>", "javascript:", "https://a.example/\"'", "x", " "),
      { maxLength: 40 },
    );
    const allowed = /^(<\/?(p|strong|em|ul|li|ol)>|<ol start="\d+">|<a href="(https:\/\/|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer">|<\/a>|[^<>])*$/;
    fc.assert(fc.property(hostile, (parts) => allowed.test(markdownToHtml(parts.join("")))), { numRuns: 2000 });
  });

  it("takes hostile nesting without exhausting the stack or the patience", () => {
    const startedAt = performance.now();
    for (const part of ["*", "_", "[", "**a", "[a](", "*a _b "]) markdownToHtml(part.repeat(1500 / part.length));
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe("lines", () => {
  it("are kept apart as they were written, except between the items of a list", () => {
    expect(keepLines("a\nb\r\n- c\n- d\n\n\n\ne")).toBe("a\n\nb\n\n- c\n- d\n\ne");
  });

  it("are the same after a second pass", () => {
    const source = fc.string({ unit: fc.constantFrom("a", "-", " ", "\n", "1", ".") });
    fc.assert(fc.property(source, (lines) => keepLines(keepLines(lines)) === keepLines(lines)));
  });
});

describe("plain text", () => {
  it("is the words without the marks", () => {
    expect(plainTextOf("**Hello** [you](https://a.example)\n- a\n- b")).toBe("Hello you a, b");
  });
});

describe("a safe link", () => {
  it.each([
    ["https://a.example", "https://a.example/"],
    ["HTTPS://A.example/x", "https://a.example/x"],
    ["mailto:a@b.example", "mailto:a@b.example"],
    ["http://a.example", undefined],
    ["javascript:alert(1)", undefined],
    ["https:a.example", undefined],
    ["//a.example", undefined],
    ["data:text/html,x", undefined],
    ["https://u@a.example", undefined],
  ])("%s becomes %s", (target, url) => expect(safeLinkUrl(target)).toBe(url));
});
