// The markdown that Teams shows in cards, and nothing more: bold, italic, ordered and unordered lists, links. All text
// is escaped before any tag is added, and links may only be web or mail addresses.
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export function renderMarkdown(text) {
  const html = [];
  let list = "";
  let paragraph = [];
  const flush = () => {
    if (paragraph.length > 0) html.push(`<p>${paragraph.map(inline).join("<br>")}</p>`);
    paragraph = [];
  };
  const turnTo = (kind) => {
    if (kind !== list && list) html.push(`</${list}>`);
    if (kind !== list && kind) html.push(`<${kind}>`);
    list = kind;
  };
  for (const line of hideEscaped(text).split(/\r?\n/)) {
    const item = /^\s*(?:([-*+])|\d+[.)])\s+(.*)$/.exec(line);
    if (item) {
      flush();
      turnTo(item[1] ? "ul" : "ol");
      html.push(`<li>${inline(item[2])}</li>`);
    } else {
      turnTo("");
      if (line.trim() === "") flush();
      else paragraph.push(line);
    }
  }
  flush();
  turnTo("");
  return showEscaped(html.join(""));
}

// A mark behind a backslash is only a character. While marks are looked for it stands as one nobody writes.
const HIDDEN = 0xe000;

function hideEscaped(text) {
  return text.replace(/\\([!-/:-@[-`{-~])/g, (_all, mark) => String.fromCharCode(HIDDEN + mark.charCodeAt(0)));
}

function showEscaped(html) {
  return html.replace(/[\ue021-\ue07e]/g, (hidden) => escape(String.fromCharCode(hidden.charCodeAt(0) - HIDDEN)));
}

function inline(text) {
  // Links are cut out first, so that stars and underscores inside addresses stay as they are.
  return text
    .split(/(\[[^\]]+\]\([^)\s]+\))/)
    .map((part, position) => (position % 2 === 1 ? link(part) : emphasis(escape(part))))
    .join("");
}

function link(source) {
  const [, label, address] = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(source);
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return emphasis(escape(source));
  return `<a href="${escape(address)}" target="_blank" rel="noopener noreferrer">${emphasis(escape(label))}</a>`;
}

function emphasis(escaped) {
  return escaped
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "<strong>$2</strong>")
    .replace(/(^|[^\p{L}\p{N}*_])([*_])(?=\S)([^*_]+?)(?<=\S)\2(?![\p{L}\p{N}])/gu, "$1<em>$3</em>");
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}
