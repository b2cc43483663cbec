// The lines of a CSV file as it streams in, each with its number, in whatever encoding and with whatever line ends. A quoted
// cell may go on over line ends; a quote that is never closed costs its own line and no other, because the lines behind it
// are looked at again. At most MAX_JOINED lines and MAX_LIST_LINE characters are held.
import { type ListFlaw, MAX_LIST_LINE } from "./audience-list";

/** A record's text, from the line where it begins; or a line that is none. */
export type CsvLine = { line: number; text: string } | { line: number; flaw: ListFlaw; value: string };

/** A quoted cell with more line ends than this has lost its end. */
const MAX_JOINED = 20;
/** So many bytes tell the encoding. */
const MARK_BYTES = 2;
/** The first line of a file for Excel, which names the sign between cells and is no row. */
const SEPARATOR_LINE = /^"?sep=([,;|\t])"?\s*$/i;
/** What is shown of a line that is no record. */
const SHOWN = 100;

export type CsvLines = {
  /** The records that are complete now. */
  push(bytes: Uint8Array): CsvLine[];
  /** The rest. */
  end(): CsvLine[];
  /** The sign between cells; decided by the first line. */
  delimiter(): string;
};

type Open = { line: number; parts: string[]; length: number };

export function createCsvLines(findDelimiter: (line: string) => string): CsvLines {
  const decode = createDecode();
  let delimiter: string | undefined;
  let rest = "";
  let number = 0;
  /** The rest of a line that is too long is thrown away. */
  let isOverlong = false;
  let open: Open | undefined;
  const found: CsvLine[] = [];

  function take(text: string, isLast: boolean): CsvLine[] {
    const { lines, begun, lineEnd } = splitLines(rest + text, isLast);
    rest = begun + lineEnd;
    for (const line of lines) addLine(line);
    if (begun.length > MAX_LIST_LINE) {
      if (!isOverlong) nameOverlong(number + 1, begun);
      isOverlong = true;
      rest = lineEnd;
    }
    if (isLast) {
      if (rest !== "" || isOverlong) addLine(rest);
      while (open) giveUpQuote();
    }
    return found.splice(0);
  }

  /** No quoted cell goes on over it: what waits for the end of one is looked at before, so that lines keep their numbers. */
  function nameOverlong(line: number, text: string): void {
    while (open) giveUpQuote();
    found.push({ line, flaw: "TOO_LONG", value: text.slice(0, SHOWN) });
  }

  function addLine(text: string): void {
    number += 1;
    if (isOverlong) isOverlong = false;
    else if (text.length > MAX_LIST_LINE) nameOverlong(number, text);
    else joinLine(number, text);
  }

  function joinLine(line: number, text: string): void {
    if (!open && text.trim() === "") return;
    const named = delimiter === undefined ? SEPARATOR_LINE.exec(text)?.[1] : undefined;
    delimiter ??= named ?? findDelimiter(text);
    if (named !== undefined) return;
    if (!open) {
      const quote = quoteAfter(text, delimiter, false);
      if (quote === "OPEN") open = { line, parts: [text], length: text.length };
      else if (quote === "BROKEN") found.push({ line, flaw: "QUOTES", value: text.slice(0, SHOWN) });
      else found.push({ line, text });
      return;
    }
    open.parts.push(text);
    open.length += text.length;
    const quote = quoteAfter(text, delimiter, true);
    if (quote === "CLOSED") {
      found.push({ line: open.line, text: open.parts.join("\n") });
      open = undefined;
    } else if (quote === "BROKEN" || open.parts.length > MAX_JOINED || open.length > MAX_LIST_LINE) {
      giveUpQuote();
    }
  }

  /** The line where the quote opened alone is at fault; those behind it may be records, or open another one. */
  function giveUpQuote(): void {
    if (!open) return;
    const { line, parts: [first = "", ...others] } = open;
    open = undefined;
    found.push({ line, flaw: "QUOTES", value: first.slice(0, SHOWN) });
    others.forEach((text, index) => joinLine(line + 1 + index, text));
  }

  return {
    push: (bytes) => take(decode(bytes, false), false),
    end: () => take(decode(new Uint8Array(), true), true),
    delimiter: () => delimiter ?? ",",
  };
}

/** Whole lines, the one that has begun, and a line end that may be the first half of one: the next piece may be empty. */
function splitLines(text: string, isLast: boolean): { lines: string[]; begun: string; lineEnd: string } {
  const sure = !isLast && text.endsWith("\r") ? text.slice(0, -1) : text;
  const lines = sure.split(/\r\n|\n|\r/);
  const begun = lines.pop() ?? "";
  return { lines, begun, lineEnd: text.slice(sure.length) };
}

/** Bytes as text, from whichever encoding their first ones tell. */
function createDecode(): (bytes: Uint8Array, isLast: boolean) => string {
  let decoder: TextDecoder | undefined;
  let begin: Uint8Array = new Uint8Array();
  return (bytes, isLast) => {
    if (decoder) return decoder.decode(bytes, { stream: !isLast });
    begin = joined(begin, bytes);
    if (begin.length < MARK_BYTES && !isLast) return "";
    decoder = decoderFor(begin);
    return decoder.decode(begin, { stream: !isLast });
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Bytes that are no text become U+FFFD, which no id has. The byte order mark is left out by the decoder. */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le");
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be");
  return new TextDecoder("utf-8");
}

/**
 * What a line leaves behind: a quoted cell that goes on, or none. A quote opens at the beginning of a cell and closes at its
 * end, unless it is doubled; one that closes before the end is BROKEN. Elsewhere it is a sign like any other.
 */
function quoteAfter(text: string, delimiter: string, isOpen: boolean): "OPEN" | "CLOSED" | "BROKEN" {
  if (!text.includes('"')) return isOpen ? "OPEN" : "CLOSED";
  let quoted = isOpen;
  let isStart = true;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (!quoted) {
      quoted = sign === '"' && isStart;
      isStart = sign === delimiter;
    } else if (sign === '"') {
      const next = text[i + 1];
      if (next === '"') i += 1;
      else if (next === undefined || next === delimiter) quoted = false;
      else return "BROKEN";
    }
  }
  return quoted ? "OPEN" : "CLOSED";
}
