// Threat 12: files that are made to take the server's memory, and cells that a spreadsheet would take for a formula.
import { z } from "zod";

import { peakMiB, restartPeak } from "@/bench/peak-memory";

import { ask } from "./ask";
import { attempt } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

const MEGABYTE = 1_000_000;
/** What a file of any size may take at once, beside what the server holds anyway. */
const MAX_PEAK_MIB = 160;
const FORMULAS = ["=HYPERLINK(\"http://evil.example\")", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"];

async function* repeat(piece: string | Buffer, times: number, head = ""): AsyncGenerator<Buffer> {
  if (head !== "") yield Buffer.from(head);
  const bytes = Buffer.from(piece);
  for (let n = 0; n < times; n += 1) yield await Promise.resolve(bytes);
}

const FILES: [what: string, bytes: () => AsyncIterable<Buffer>][] = [
  ["one line of 50 MB", () => repeat("a".repeat(MEGABYTE), 50)],
  ["a million columns", () => repeat("a,".repeat(100_000), 10)],
  ["a million columns in the heading, then rows", () => repeat("x@example.com\n", 1_000, `${"a,".repeat(MEGABYTE)}\n`)],
  ["a quote that never ends", () => repeat("b\n".repeat(MEGABYTE / 2), 50, 'id\n"')],
  ["quotes within quotes without end", () => repeat('"'.repeat(MEGABYTE), 50)],
  ["lines of quotes", () => repeat('"""""""",""""""\n'.repeat(50_000), 20, "id\n")],
  ["bytes of nothing", () => repeat(Buffer.alloc(MEGABYTE), 50)],
  ["bytes of nothing in cells", () => repeat("a\u0000b@example.com\n".repeat(10_000), 5, "id\n")],
  ["bytes that are no text", () => repeat(Buffer.alloc(MEGABYTE, 0xff), 20)],
  ["empty lines", () => repeat("\n".repeat(MEGABYTE), 20)],
  ["a zip file", () => repeat(Buffer.from("504b0304140000000800", "hex"), 100_000)],
  ["formulas", () => repeat(`${FORMULAS.map((cell) => `"${cell.replaceAll('"', '""')}"`).join("\n")}\n`, 1, "id\n")],
];

const listsSchema = z.object({ items: z.array(z.object({ id: z.string() })) });

export async function files(house: House): Promise<Row[]> {
  const tables = ["audience_lists", "audience_list_entries", "audience_list_flaws", "audit_events", "api_keys"];
  const headers = house.key("author");
  return [await attempt(house, "12 hostile files and formulas", { tables }, async ({ note, fault, figure }) => {
    let worst = 0;
    for (const [what, bytes] of FILES) {
      restartPeak(house.pid);
      const heldMiB = peakMiB(house.pid);
      const path = `/api/lists?name=${encodeURIComponent(what)}`;
      const asCsv = { ...headers, "content-type": "text/csv" };
      const answer = await ask(house.url, { method: "POST", path, headers: asCsv, body: bytes() });
      // The file was read to its end with its flaws told by line, or refused in words.
      note(what, answer, [201, 400, 413]);
      const took = peakMiB(house.pid) - heldMiB;
      worst = Math.max(worst, took);
      if (took > MAX_PEAK_MIB) fault(`${what} took ${took} MiB`);
    }
    figure(`at most ${worst} MiB more at once`);
    const { items } = listsSchema.parse(JSON.parse((await ask(house.url, { path: "/api/lists", headers })).text));
    for (const { id } of items) {
      const answer = await ask(house.url, { path: `/api/lists/${id}/flaws`, headers: { ...headers, accept: "text/csv" } });
      note("the flaws as a file", answer, [200]);
      const formula = /(?:^|[\n,])"?[=+@\t-]/.exec(answer.text.slice(0, MEGABYTE));
      if (formula) fault(`a cell begins with ${JSON.stringify(formula[0])}`);
    }
  })];
}
