// Everybody as CSV, written as fast as it is read: what an administrator exports from the directory, and with `rows` and
// `badEvery` what a large and a careless export looks like.
import type { ServerResponse } from "node:http";
import { z } from "zod";

import type { Person } from "./people";
import type { Simulator } from "./simulator";

const COLUMNS = {
  id: (person: Person) => person.objectId,
  userPrincipalName: (person: Person) => person.userPrincipalName,
  mail: (person: Person) => person.email,
  displayName: (person: Person) => person.displayName,
  department: (person: Person) => person.department ?? "",
  country: (person: Person) => person.country,
};
type Column = keyof typeof COLUMNS;

const SEPARATORS = { comma: ",", semicolon: ";", tab: "\t" };
const ROWS_AT_ONCE = 2000;

const querySchema = z.object({
  columns: z.string().default("id,userPrincipalName,mail").transform((text) => text.split(","))
    .pipe(z.array(z.enum(Object.keys(COLUMNS) as [Column, ...Column[]])).min(1)),
  separator: z.enum(["comma", "semicolon", "tab"]).default("comma"),
  bom: z.stringbool().default(false),
  header: z.stringbool().default(true),
  status: z.enum(["NOT_INSTALLED", "INSTALLED", "BLOCKED", "REMOVED"]).optional(),
  /** More than there are people: they begin again. */
  rows: z.coerce.number().int().min(0).max(10_000_000).optional(),
  /** Each row with this number, counted without the header, is nobody. */
  badEvery: z.coerce.number().int().min(1).optional(),
});

export async function streamPeopleCsv(simulator: Simulator, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const parsed = querySchema.safeParse(Object.fromEntries(query));
  if (!parsed.success) {
    response.writeHead(400, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: "The input is not understood.", issues: parsed.error.issues }));
    return;
  }
  const { columns, separator, bom, header, status, badEvery } = parsed.data;
  const people = simulator.people.filter((person) => !person.isDeleted && (status === undefined || person.status === status));
  const rows = people.length === 0 ? 0 : (parsed.data.rows ?? people.length);
  const line = (cells: readonly string[]): string => `${cells.map(quote).join(SEPARATORS[separator])}\r\n`;
  response.writeHead(200, { "Content-Type": "text/csv; charset=utf-8" });
  if (bom) response.write("\uFEFF");
  if (header) response.write(line(columns));
  for (let from = 0; from < rows && !response.destroyed; from += ROWS_AT_ONCE) {
    let text = "";
    for (let at = from; at < Math.min(rows, from + ROWS_AT_ONCE); at += 1) {
      const person = people[at % people.length] as Person;
      const isBad = badEvery !== undefined && (at + 1) % badEvery === 0;
      text += line(columns.map((column) => (isBad ? "not an address" : COLUMNS[column](person))));
    }
    // A reader that stops reading stops the writing; one that goes away ends it.
    if (!response.write(text) && !response.destroyed) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

function quote(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
