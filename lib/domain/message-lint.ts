// What is legal but will disappoint in Teams, said while the author can still change it. A warning is advice; an error
// is something people would see broken. Texts live in lib/texts under `lint.<code>`; `values` fill them.
import { findLinkTargets, safeLinkUrl } from "./markdown";
import { ADVISED_BUTTONS, isFilled, MAX_BUTTONS, type Message, textFields } from "./message";
import { ADVISE_BYTES, MAX_BYTES } from "./size";
import { findVariables } from "./variables";

export const LINT_CODES = [
  "HEADING",
  "CODE",
  "QUOTE",
  "TABLE",
  "MARKDOWN_IMAGE",
  "STRIKETHROUGH",
  "HTML",
  "HTTP_LINK",
  "UNSAFE_LINK",
  "MARKDOWN_IN_PLAIN_TEXT",
  "VAGUE_LINK",
  "VARIABLE_WITHOUT_FALLBACK",
  "VARIABLE_IN_LINK",
  "TITLE_CAPITALS",
  "ALT_TEXT_MISSING",
  "ALT_TEXT_FILE_NAME",
  "IMAGE_TYPE",
  "BUTTONS_MANY",
  "BUTTONS_TOO_MANY",
  "BUTTONS_SAME",
  "SIZE_LARGE",
  "SIZE_TOO_LARGE",
] as const;
export type LintCode = (typeof LINT_CODES)[number];
export type Warning = {
  /** Below `message`, as in an Issue; empty for the message as a whole. */
  path: string;
  code: LintCode;
  severity: "error" | "warning";
  values: Record<string, string | number>;
};

/** Everything to tell the author; `sizeBytes` is what the finished card measures (`cardSizeBytes`), when known. */
export function lintMessage(message: Message, sizeBytes = 0): Warning[] {
  return [
    ...textFields(message).flatMap(([path, value]) => lintText(path, value)),
    ...lintTitle(message.title ?? ""),
    ...lintImage(message),
    ...lintButtons(message),
    ...lintSize(sizeBytes),
  ];
}

type Rule = { code: LintCode; pattern: RegExp };

/** Marks outside Teams' subset: people would read the marks themselves. */
const MARKDOWN_RULES: readonly Rule[] = [
  { code: "HEADING", pattern: /^\s{0,3}#{1,6}\s+\S|^[^\n]+\n\s{0,3}(={3,}|-{3,})\s*$/m },
  { code: "CODE", pattern: /`[^`\n]+`|^\s*(```|~~~)/m },
  { code: "QUOTE", pattern: /^\s{0,3}>\s?\S/m },
  { code: "TABLE", pattern: /^\s*\|?(\s*:?-{3,}:?\s*\|)+\s*(:?-{3,}:?)?\s*$/m },
  { code: "MARKDOWN_IMAGE", pattern: /!\[[^\]\n]*\]\([^)\n]*\)/ },
  { code: "STRIKETHROUGH", pattern: /~~\S[^\n]*?~~/ },
  { code: "HTML", pattern: /<\/?[a-z][a-z0-9-]*(\s[^<>]*)?\/?>|<!--/i },
  { code: "HTTP_LINK", pattern: /\bhttp:\/\/[^\s)]/i },
];

const VAGUE = /\[\s*(here|click here|link|this link|more|hier|hier klicken|klicken sie hier|mehr)\s*\]\(/i;

function lintText(path: string, value: string): Warning[] {
  if (value.trim() === "") return [];
  if (isPlainText(path)) return [...lintPlainText(path, value), ...lintVariables(path, value)];
  const broken = MARKDOWN_RULES.filter(({ pattern }) => pattern.test(value)).map(({ code }) => warn(path, code));
  const unsafe = findLinkTargets(value).filter((target) => !safeLinkUrl(target) && !/^http:|\{\{/i.test(target));
  return [
    ...broken,
    ...unsafe.map((target) => fail(path, "UNSAFE_LINK", { target: target.slice(0, 60) })),
    ...(VAGUE.test(value) ? [warn(path, "VAGUE_LINK")] : []),
    ...lintVariables(path, value),
  ];
}

const MARKS = /\*\*\S|__\S|\]\(|(^|\s)[*_]\S[^*_]*[*_](\s|$)/;

/** Toasts, buttons and alt texts show marks as they are written. */
function isPlainText(path: string): boolean {
  return path.startsWith("buttons.") || path === "image.altText" || path === "summary";
}

function lintPlainText(path: string, value: string): Warning[] {
  const marked = [MARKS, ...MARKDOWN_RULES.map((rule) => rule.pattern)].some((pattern) => pattern.test(value));
  return marked ? [warn(path, "MARKDOWN_IN_PLAIN_TEXT")] : [];
}

function lintVariables(path: string, value: string): Warning[] {
  // A template may insist on what an event has to give.
  const bare = findVariables(value).filter(({ name, fallback }) => fallback === undefined && !name.startsWith("event."));
  const inLink = findLinkTargets(value).some((target) => target.includes("{{"));
  return [
    ...bare.map(({ name }) => warn(path, "VARIABLE_WITHOUT_FALLBACK", { name })),
    ...(inLink ? [fail(path, "VARIABLE_IN_LINK")] : []),
  ];
}

function lintTitle(title: string): Warning[] {
  const letters = title.replace(/\{\{[^}]*\}\}/g, "").replace(/[^\p{Lu}\p{Ll}]/gu, "");
  const shouting = letters.length >= 8 && letters === letters.toUpperCase();
  return shouting ? [warn("title", "TITLE_CAPITALS")] : [];
}

function lintImage({ image }: Message): Warning[] {
  if (!image || !isFilled(image.url)) return [];
  const altText = image.altText?.trim() ?? "";
  const path = URL.canParse(image.url) ? new URL(image.url).pathname : "";
  // An address without an extension may well serve a PNG: only an extension that says otherwise is worth a word.
  const extension = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  return [
    ...(altText === "" ? [fail("image.altText", "ALT_TEXT_MISSING")] : []),
    ...(/^\S+\.(png|jpe?g|gif|svg|webp|bmp)$/i.test(altText) ? [warn("image.altText", "ALT_TEXT_FILE_NAME")] : []),
    ...(extension && !IMAGE_TYPES.includes(extension) ? [warn("image.url", "IMAGE_TYPE", { extension })] : []),
  ];
}

const IMAGE_TYPES = ["png", "jpg", "jpeg", "gif"];

function lintButtons({ buttons = [] }: Message): Warning[] {
  const count = buttons.length;
  const many = count > ADVISED_BUTTONS && count <= MAX_BUTTONS;
  const titles = buttons.map((button) => button.title?.trim().toLowerCase() ?? "");
  const same = titles.findIndex((title, index) => title !== "" && titles.indexOf(title) < index);
  return [
    ...(count > MAX_BUTTONS ? [fail("buttons", "BUTTONS_TOO_MANY", { count, max: MAX_BUTTONS })] : []),
    ...(many ? [warn("buttons", "BUTTONS_MANY", { count, advised: ADVISED_BUTTONS })] : []),
    ...(same === -1 ? [] : [warn(`buttons.${same}.title`, "BUTTONS_SAME")]),
  ];
}

function lintSize(sizeBytes: number): Warning[] {
  const kilobytes = Math.ceil(sizeBytes / 1024);
  if (sizeBytes > MAX_BYTES) return [fail("", "SIZE_TOO_LARGE", { kilobytes, max: MAX_BYTES / 1024 })];
  return sizeBytes >= ADVISE_BYTES ? [warn("", "SIZE_LARGE", { kilobytes, advised: ADVISE_BYTES / 1024 })] : [];
}

function warn(path: string, code: LintCode, values: Warning["values"] = {}): Warning {
  return { path, code, severity: "warning", values };
}

function fail(path: string, code: LintCode, values: Warning["values"] = {}): Warning {
  return { path, code, severity: "error", values };
}
