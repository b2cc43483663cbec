// The documents prove their sentences by naming files: each of those is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const inDocs = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
const DOCUMENTS = ["README.md", "SECURITY.md", ...inDocs.map((file) => join("docs", file))];
/** In code marks: a path with a folder of ours and an ending. */
const NAMED = /`((?:app|bot|lib|prisma|e2e|simulator|simulation|bench|faults|threats|scripts|docs)\/[\w./()[\]-]+\.(?:ts|tsx|mjs|js|md|prisma|sql|json))`/g;
const LINKED = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g;

describe.each(DOCUMENTS)("%s", (document) => {
  const text = readFileSync(document, "utf8");

  it("names files that are there", () => {
    expect([...text.matchAll(NAMED)].map(([, path = ""]) => path).filter((path) => !existsSync(path))).toEqual([]);
  });

  it("links to files that are there", () => {
    const folder = join(document, "..");
    expect([...text.matchAll(LINKED)].map(([, path = ""]) => join(folder, path)).filter((path) => !existsSync(path))).toEqual([]);
  });
});
