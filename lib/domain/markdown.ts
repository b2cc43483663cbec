// Teams' markdown subset and nothing else: bold, italic, ordered and unordered lists, links. Anything beyond it stays
// the text it is, exactly as people in Teams would see it. Safe by construction: the tree has no place for HTML, and a
// link exists only with an https or mailto address.
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong" | "emphasis"; children: Inline[] }
  | { kind: "link"; url: string; children: Inline[] };
export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] };

/** Deeper nesting than any author means; beyond it marks are plain text, so hostile input cannot exhaust the stack. */
const MAX_DEPTH = 8;
const LIST_ITEM = /^\s{0,3}(?:([-*+])|(\d{1,9})[.)])\s+(.*)$/;

export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of keepLines(source).split("\n\n")) {
    const lines = chunk.split("\n").filter((line) => line.trim() !== "");
    if (lines.length > 0) blocks.push(...blocksOf(lines));
  }
  return blocks;
}

/**
 * Markdown joins single line breaks into one line, which is never what the author saw while writing. A blank line
 * between the lines keeps them apart in every client; the items of a list stay together.
 */
export function keepLines(source: string): string {
  const lines = source.replace(/\r\n?/g, "\n").split("\n").map((line) => line.trimEnd());
  const joined = lines.reduce((text, line, index) => {
    if (index === 0) return line;
    const together = LIST_ITEM.test(line) && LIST_ITEM.test(lines[index - 1] ?? "");
    return `${text}${together ? "\n" : "\n\n"}${line}`;
  }, "");
  return joined.replace(/\n{3,}/g, "\n\n").trim();
}

/** The words alone, for toasts and summaries. */
export function plainTextOf(source: string): string {
  return parseMarkdown(source).map(blockText).join(" ").replace(/\s+/g, " ").trim();
}

/** Every link address as written, allowed or not. */
export function findLinkTargets(source: string): string[] {
  return [...source.matchAll(/\[[^\]\n]*\]\(\s*([^\s)]*)[^)\n]*\)/g)].map((match) => match[1] ?? "");
}

/** The address in its normal form, or undefined when Herald would not make a link of it. */
export function safeLinkUrl(target: string): string | undefined {
  if (!/^(https:\/\/|mailto:)/i.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  return url.username === "" && url.password === "" ? url.href : undefined;
}

function blocksOf(lines: string[]): Block[] {
  const first = LIST_ITEM.exec(lines[0] ?? "");
  if (!first) return [{ kind: "paragraph", children: parseInlines(lines.join(" ").trim()) }];
  const ordered = first[2] !== undefined;
  const matches = lines.map((line) => LIST_ITEM.exec(line));
  const end = matches.findIndex((match) => !match || (match[2] !== undefined) !== ordered);
  const count = end === -1 ? lines.length : end;
  const items = matches.slice(0, count).map((match) => parseInlines(match?.[3] ?? ""));
  const list: Block = { kind: "list", ordered, start: Number(first[2] ?? 1), items };
  return count < lines.length ? [list, ...blocksOf(lines.slice(count))] : [list];
}

function parseInlines(source: string, depth = 0): Inline[] {
  const inlines: Inline[] = [];
  let plain = "";
  let at = 0;
  while (at < source.length) {
    const found = depth < MAX_DEPTH ? (matchLink(source, at, depth) ?? matchEmphasis(source, at, depth)) : undefined;
    if (found) {
      if (plain) inlines.push({ kind: "text", text: plain });
      plain = "";
      inlines.push(found.inline);
      at = found.end;
    } else {
      const escaped = source[at] === "\\" && isPunctuation(source[at + 1]);
      plain += escaped ? source[at + 1] : source[at];
      at += escaped ? 2 : 1;
    }
  }
  if (plain) inlines.push({ kind: "text", text: plain });
  return inlines;
}

type Found = { inline: Inline; end: number };

function matchLink(source: string, at: number, depth: number): Found | undefined {
  if (source[at] !== "[") return undefined;
  const close = findUnescaped(source, "](", at + 1);
  const end = close === -1 ? -1 : source.indexOf(")", close);
  if (end === -1) return undefined;
  const url = safeLinkUrl(source.slice(close + 2, end).trim());
  const label = source.slice(at + 1, close);
  if (!url || label.trim() === "" || findUnescaped(label, "[", 0) !== -1) return undefined;
  return { inline: { kind: "link", url, children: parseInlines(label, depth + 1) }, end: end + 1 };
}

function matchEmphasis(source: string, at: number, depth: number): Found | undefined {
  const char = source[at];
  if (char !== "*" && char !== "_") return undefined;
  const mark = source[at + 1] === char ? char + char : char;
  const start = at + mark.length;
  // An underscore inside a word is part of it (file_name_old), as in CommonMark.
  if (/\s/.test(source[start] ?? " ") || (char === "_" && isWordCharacter(source[at - 1]))) return undefined;
  const close = findClosing(source, mark, start);
  if (close === -1) return undefined;
  const children = parseInlines(source.slice(start, close), depth + 1);
  return { inline: { kind: mark.length === 2 ? "strong" : "emphasis", children }, end: close + mark.length };
}

function findClosing(source: string, mark: string, start: number): number {
  for (let at = findUnescaped(source, mark, start); at !== -1; at = findUnescaped(source, mark, at + mark.length)) {
    const double = mark.length === 1 && (source[at + 1] === mark || source[at - 1] === mark);
    const insideWord = mark.startsWith("_") && isWordCharacter(source[at + mark.length]);
    if (at > start && !double && !insideWord && !/\s/.test(source[at - 1] ?? " ")) return at;
  }
  return -1;
}

function findUnescaped(source: string, wanted: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(wanted, at)) return at;
  }
  return -1;
}

function blockText(block: Block): string {
  return block.kind === "paragraph" ? inlineText(block.children) : block.items.map(inlineText).join(", ");
}

function inlineText(inlines: Inline[]): string {
  return inlines.map((inline) => (inline.kind === "text" ? inline.text : inlineText(inline.children))).join("");
}

function isPunctuation(char: string | undefined): boolean {
  return char !== undefined && /[!-/:-@[-`{-~]/.test(char);
}

function isWordCharacter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char);
}
