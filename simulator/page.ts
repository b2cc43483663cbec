// Serves the page: its own files as they are, and the card renderer from the installed `adaptivecards` package.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { type Answer, json } from "./answers";

export type FileAnswer = { status: number; file: Buffer; headers: Record<string, string> };

const PAGE_FOLDER = join(dirname(fileURLToPath(import.meta.url)), "page");
const CARDS_FOLDER = join(dirname(createRequire(import.meta.url).resolve("adaptivecards/package.json")), "dist");

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

const PAGE_FILES = [
  "teams.css", "icon.svg", "page.js", "people.js", "places.js", "views.js", "chat.js", "cards.js", "markdown.js", "requests.js",
];

/** Everything that can be asked for, so that no path ever reaches the file system from outside. */
const FILES: Record<string, string> = {
  "/": join(PAGE_FOLDER, "index.html"),
  ...Object.fromEntries(PAGE_FILES.map((name) => [`/page/${name}`, join(PAGE_FOLDER, name)])),
  "/page/adaptivecards.js": join(CARDS_FOLDER, "adaptivecards.min.js"),
};

const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "connect-src 'self'",
  "img-src 'self' https: data: http://127.0.0.1:* http://localhost:*", "base-uri 'none'", "form-action 'none'",
].join("; ");

export async function answerPage(method: string, url: string): Promise<Answer | FileAnswer> {
  const path = url.split("?")[0] ?? "/";
  const file = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (file === undefined) return json(404, { error: `There is nothing at ${path}` });
  if (method !== "GET" && method !== "HEAD") return json(405, { error: "The page can only be read." });
  const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const headers = { "Content-Type": type, "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" };
  return { status: 200, file: await readFile(file), headers: { ...headers, "Cache-Control": "no-cache" } };
}
