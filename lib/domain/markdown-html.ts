// The markdown tree as HTML for the preview. Every tag is written here and every piece of an author's text is escaped
// on its way in, so there is no path from a message to markup.
import { type Block, type Inline, parseMarkdown } from "./markdown";

export function markdownToHtml(source: string): string {
  return parseMarkdown(source).map(blockHtml).join("");
}

function blockHtml(block: Block): string {
  if (block.kind === "paragraph") return `<p>${inlinesHtml(block.children)}</p>`;
  const items = block.items.map((item) => `<li>${inlinesHtml(item)}</li>`).join("");
  return block.ordered ? `<ol start="${block.start}">${items}</ol>` : `<ul>${items}</ul>`;
}

function inlinesHtml(inlines: Inline[]): string {
  return inlines.map(inlineHtml).join("");
}

function inlineHtml(inline: Inline): string {
  switch (inline.kind) {
    case "text":
      return escapeHtml(inline.text);
    case "strong":
      return `<strong>${inlinesHtml(inline.children)}</strong>`;
    case "emphasis":
      return `<em>${inlinesHtml(inline.children)}</em>`;
    case "link":
      return `<a href="${escapeHtml(inline.url)}" target="_blank" rel="noopener noreferrer">${inlinesHtml(inline.children)}</a>`;
  }
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
