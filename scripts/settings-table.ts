// The README's table of settings, made from lib/settings.ts.
import { SETTINGS } from "@/lib/settings";

export const TABLE_START = "<!-- settings: written by npm run print-settings -->";
export const TABLE_END = "<!-- end of settings -->";

/** The table in Markdown, its markers included. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { type, byDefault, meaning }]) => `| \`${name}\` | ${type} | ${byDefault} | ${meaning} |`,
  );
  return [TABLE_START, "| setting | type | default | meaning |", "|---|---|---|---|", ...rows, TABLE_END].join("\n");
}

/** The README's text with its table replaced; undefined when it has no markers. */
export function replaceTable(readme: string): string | undefined {
  const start = readme.indexOf(TABLE_START);
  const end = readme.indexOf(TABLE_END);
  if (start < 0 || end < start) return undefined;
  return readme.slice(0, start) + settingsTable() + readme.slice(end + TABLE_END.length);
}
