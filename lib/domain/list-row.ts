// What a row of a list's file says: which column holds the ids or addresses, whether the first row is a heading, and what
// each cell is taken for. Pure, so that every oddity of such files is a line of a test.
import { type ListFlaw, MAX_LIST_VALUE } from "./audience-list";
import { isStorable } from "./storable-text";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ADDRESS = /^[^\s@"<>;,]+@[^\s@"<>;,]+$/;
/** What stands where bytes were no text in the file's encoding. */
const REPLACEMENT = "\uFFFD";

export type ListCell = { value: string } | { flaw: ListFlaw; value: string };

/** An id or address in small letters, or why the cell is none with what it says. */
export function readListCell(cell: string | undefined): ListCell {
  const text = (cell ?? "").trim().replace(/^mailto:/i, "").trim();
  if (text === "") return { flaw: "EMPTY", value: "" };
  if (text.length > MAX_LIST_VALUE) return { flaw: "TOO_LONG", value: storable(text.slice(0, MAX_LIST_VALUE)) };
  if (text.includes(REPLACEMENT) || !isStorable(text)) return { flaw: "ENCODING", value: storable(text) };
  return UUID.test(text) || ADDRESS.test(text) ? { value: text.toLowerCase() } : { flaw: "NO_ID", value: text };
}

/** What can be kept of a text that cannot. */
export function storable(text: string): string {
  return text.replaceAll("\0", REPLACEMENT).toWellFormed();
}

const DELIMITERS = [";", "\t", ","] as const;

/** The one that stands most often outside quotes in the first line; a comma where there is none. */
export function findDelimiter(line: string): string {
  const bare = line.replaceAll(/"(?:[^"]|"")*"?/g, "");
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  const most = counts.reduce((best, one) => (one.count > best.count ? one : best));
  return most.count > 1 ? most.delimiter : ",";
}

/** Headings of columns with ids, sign-in names and addresses, in small letters and digits; the best kind first. */
const HEADINGS: readonly (readonly string[])[] = [
  ["id", "objectid", "userid", "aadobjectid", "entraobjectid", "azureadobjectid", "externalid", "objektid", "benutzerid"],
  ["userprincipalname", "upn", "principalname", "signinname", "username", "benutzerprinzipalname", "anmeldename", "benutzername"],
  ["email", "mail", "emailaddress", "mailaddress", "primarysmtpaddress", "emailadresse", "mailadresse", "smtp"],
];

export type ListShape = { column: number; heading: string | null };

/**
 * Where the ids stand. `wanted` is a heading or a place from 1 that somebody chose. Otherwise it is the column in which most
 * cells look like ids or addresses, and among equals the one with the best heading. Undefined: there is no such column.
 */
export function findShape(rows: readonly (readonly string[])[], wanted?: string): ListShape | undefined {
  const [first = []] = rows;
  const column = wanted === undefined ? guessColumn(rows) : columnOf(first, wanted);
  if (column === undefined) return undefined;
  const cell = (first[column] ?? "").trim();
  return { column, heading: isHeading(cell, wanted) ? storable(cell.slice(0, 100)) : null };
}

function columnOf(first: readonly string[], wanted: string): number | undefined {
  // Of signs alone nothing would be left to compare.
  const name = plain(wanted) === "" ? undefined : plain(wanted);
  const byName = first.findIndex((cell) => (name === undefined ? cell.trim() === wanted : plain(cell) === name));
  if (byName >= 0) return byName;
  const place = Number(wanted);
  return Number.isInteger(place) && place >= 1 && place <= first.length ? place - 1 : undefined;
}

function guessColumn(rows: readonly (readonly string[])[]): number {
  const [first = []] = rows;
  const width = Math.max(1, ...rows.map((row) => row.length));
  const scores = Array.from({ length: width }, (_, column) => {
    const fitting = rows.filter((row) => !("flaw" in readListCell(row[column]))).length;
    const rank = HEADINGS.findIndex((names) => names.includes(plain(first[column] ?? "")));
    return { column, fitting, rank: rank === -1 ? HEADINGS.length : rank };
  });
  return scores.reduce((best, one) =>
    one.fitting > best.fitting || (one.fitting === best.fitting && one.rank < best.rank) ? one : best,
  ).column;
}

/** A word where an id would be. What has a digit or an @ in it is somebody's mistake, and named as such. */
function isHeading(cell: string, wanted: string | undefined): boolean {
  if (!("flaw" in readListCell(cell)) || cell === "") return false;
  const named = HEADINGS.some((names) => names.includes(plain(cell))) || (wanted !== undefined && plain(cell) === plain(wanted));
  return named || !/[@\d]/.test(cell);
}

function plain(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
