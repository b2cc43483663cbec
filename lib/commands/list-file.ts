// A list's file as pages of rows: bytes in, ids and addresses with their line numbers out, and why a line has none. Nothing
// is held but one page, so a file may be far larger than the memory: the next bytes are asked for when a page is done with.
import { parse } from "csv-parse/sync";

import { type ListFlaw, MAX_LIST_BYTES, MAX_LIST_ROWS } from "@/lib/domain/audience-list";
import { createCsvLines, type CsvLine } from "@/lib/domain/csv-lines";
import { findDelimiter, findShape, type ListShape, readListCell, storable } from "@/lib/domain/list-row";
import { AppError } from "@/lib/errors";

export type ListRow = { line: number; value: string } | { line: number; flaw: ListFlaw; value: string };
export type ListPage = { rows: ListRow[]; heading: string | null; sizeBytes: number };

const PAGE_ROWS = 5_000;
/** So many bytes become lines at once. */
const PIECE_BYTES = 8_192;
/** Rows that are looked at to find the column with the ids. */
const LOOK_ROWS = 100;

/**
 * `column` is a heading or a place from 1; without it the column is found. Throws TOO_LARGE, and BAD_INPUT when there is no
 * such column or nothing at all.
 */
export async function* readListFile(bytes: AsyncIterable<Uint8Array>, column?: string): AsyncGenerator<ListPage> {
  const lines = createCsvLines(findDelimiter);
  let sizeBytes = 0;
  let count = 0;
  let shape: ListShape | undefined;
  let waiting: CsvLine[] = [];

  function toPage(taken: CsvLine[]): ListPage {
    const records = parseLines(taken, lines.delimiter());
    // Asked before it is set, in a branch of its own: kept in a constant, the question is moved behind the answer by the
    // minifier of the build, and the heading counts as a bad line.
    let found: ListRow[];
    if (shape === undefined) {
      shape = shapeOf(records, column);
      found = readRecords(withoutHeading(records, shape), shape);
    } else {
      found = readRecords(records, shape);
    }
    count += found.length;
    if (count > MAX_LIST_ROWS) throw tooLarge(`A list may have ${MAX_LIST_ROWS.toLocaleString("en")} rows at most.`);
    return { rows: found, heading: shape.heading, sizeBytes };
  }

  for await (const chunk of bytes) {
    for (const piece of piecesOf(chunk)) {
      sizeBytes += piece.byteLength;
      if (sizeBytes > MAX_LIST_BYTES) throw tooLarge(`A list may have ${MAX_LIST_BYTES / 1_000_000} MB at most.`);
      waiting = waiting.concat(lines.push(piece));
      while (waiting.length >= PAGE_ROWS) yield toPage(waiting.splice(0, PAGE_ROWS));
    }
  }
  waiting = waiting.concat(lines.end());
  while (waiting.length > 0) yield toPage(waiting.splice(0, PAGE_ROWS));
  if (count === 0) throw new AppError("BAD_INPUT", "The file has no rows.");
}

/** Of a chunk of the shortest lines, thousands would wait while a page is stored, each many times as large as its text. */
function* piecesOf(chunk: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < chunk.byteLength; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

type ListRecord = { line: number; cells: string[] } | { line: number; flaw: ListFlaw; value: string };

/** All at once, which is fast; a page with an odd line in it line by line, so that only that one is lost. */
function parseLines(lines: readonly CsvLine[], delimiter: string): ListRecord[] {
  const texts = lines.flatMap((line) => ("text" in line ? [line.text] : []));
  const parsed = tryParse(texts.join("\n"), delimiter);
  let next = 0;
  return lines.map((line): ListRecord => {
    if ("flaw" in line) return { ...line, value: storable(line.value) };
    const together = parsed?.length === texts.length ? parsed[next] : undefined;
    next += 1;
    const [cells, ...others] = together ? [together] : (tryParse(line.text, delimiter) ?? []);
    if (cells && others.length === 0) return { line: line.line, cells };
    return { line: line.line, flaw: "QUOTES", value: storable(line.text.slice(0, 100)) };
  });
}

function tryParse(text: string, delimiter: string): string[][] | undefined {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, record_delimiter: "\n" });
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

function shapeOf(records: readonly ListRecord[], column: string | undefined): ListShape {
  const rows = records.flatMap((record) => ("cells" in record ? [record.cells] : [])).slice(0, LOOK_ROWS);
  const shape = findShape(rows, column);
  if (shape) return shape;
  const issues = [{ path: "column", message: `The first line has no column "${column ?? ""}".` }];
  throw new AppError("BAD_INPUT", "The file has no such column.", { issues });
}

function readRecord(record: ListRecord, column: number): ListRow {
  if ("flaw" in record) return record;
  return { line: record.line, ...readListCell(record.cells[column]) };
}

function readRecords(records: readonly ListRecord[], { column }: ListShape): ListRow[] {
  return records.map((record) => readRecord(record, column));
}

/** The heading, where there is one, is the first record that could be read as cells: the one `shapeOf` has seen. */
function withoutHeading(records: readonly ListRecord[], shape: ListShape): readonly ListRecord[] {
  if (shape.heading === null) return records;
  const heading = records.findIndex((record) => "cells" in record);
  return records.filter((_, index) => index !== heading);
}

function tooLarge(message: string): AppError {
  return new AppError("TOO_LARGE", message);
}
