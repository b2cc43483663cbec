// As much of OData's `$filter` and `$search` as a client of a directory needs: comparisons, `in`, `startswith`, one
// lambda over a list, `and`, `or`, `not` and brackets. A filter becomes a function; what is not understood is refused
// as Graph refuses it.
import { UnsupportedQuery } from "./graph-answers";

export type Entity = Readonly<Record<string, unknown>>;
export type Test = (entity: Entity) => boolean;

const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w./]*)|([(),:])|([^\s]))/gy;

export function parseFilter(text: string): Test {
  return new FilterParser(text).parse();
}

/** One method for each rule of the grammar, the loosest binding first. */
class FilterParser {
  readonly #tokens: string[];
  #at = 0;

  constructor(readonly text: string) {
    this.#tokens = [...text.matchAll(TOKEN)].map((match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  }

  parse(): Test {
    const test = this.#anyOf();
    return this.#at === this.#tokens.length ? test : this.#fail();
  }

  #anyOf(): Test {
    const tests = [this.#allOf()];
    while (this.#takeWord("or")) tests.push(this.#allOf());
    return (entity) => tests.some((test) => test(entity));
  }

  #allOf(): Test {
    const tests = [this.#one()];
    while (this.#takeWord("and")) tests.push(this.#one());
    return (entity) => tests.every((test) => test(entity));
  }

  #one(): Test {
    if (this.#takeWord("(")) {
      const inner = this.#anyOf();
      this.#expect(")");
      return inner;
    }
    if (this.#takeWord("not")) {
      const inner = this.#one();
      return (entity) => !inner(entity);
    }
    return this.#takeWord("startswith") ? this.#startsWith() : this.#comparison(this.#take());
  }

  #startsWith(): Test {
    this.#expect("(");
    const path = this.#take();
    this.#expect(",");
    const start = this.#value();
    this.#expect(")");
    return (entity) => fold(readPath(entity, path)).startsWith(fold(start));
  }

  #comparison(path: string): Test {
    if (/\/any$/i.test(path)) return this.#lambda(path.slice(0, -4));
    if (this.#takeWord("in")) return this.#inList(path);
    const isNegated = this.#takeWord("ne");
    if (!isNegated) this.#expect("eq");
    const value = this.#value();
    return (entity) => isEqual(readPath(entity, path), value) !== isNegated;
  }

  #inList(path: string): Test {
    this.#expect("(");
    const values = [this.#value()];
    while (this.#takeWord(",")) values.push(this.#value());
    this.#expect(")");
    return (entity) => values.some((value) => isEqual(readPath(entity, path), value));
  }

  /** `groupTypes/any(c:c eq 'Unified')` */
  #lambda(path: string): Test {
    this.#expect("(");
    const name = this.#take();
    this.#expect(":");
    this.#expect(name);
    this.#expect("eq");
    const value = this.#value();
    this.#expect(")");
    return (entity) => {
      const list = readPath(entity, path);
      return Array.isArray(list) && list.some((item) => isEqual(item, value));
    };
  }

  #value(): unknown {
    const token = this.#take();
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (token === "true" || token === "false") return token === "true";
    return token === "null" ? null : this.#fail();
  }

  #take(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token ?? this.#fail();
  }

  #takeWord(word: string): boolean {
    const isThere = this.#tokens[this.#at]?.toLowerCase() === word;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #expect(wanted: string): void {
    if (this.#take().toLowerCase() !== wanted.toLowerCase()) this.#fail();
  }

  #fail(): never {
    throw new UnsupportedQuery(`Invalid filter clause: ${this.text}`);
  }
}

/** `"displayName:atlas" OR "mail:atlas"`: each word of the value starts a word of the property. */
export function parseSearch(text: string): Test {
  const pieces = [...text.matchAll(/"([A-Za-z]+):((?:[^"\\]|\\.)*)"|\b(AND|OR)\b/g)];
  const rest = text.replaceAll(/"([A-Za-z]+):((?:[^"\\]|\\.)*)"|\b(AND|OR)\b|\s+/g, "");
  if (pieces.length === 0 || rest !== "") throw new UnsupportedQuery("Syntax error: $search wants \"property:words\".");
  const clauses: Test[][] = [[]];
  for (const [, property, words, operator] of pieces) {
    if (operator === "OR") clauses.push([]);
    else if (property !== undefined) clauses.at(-1)?.push(wordsOf(property, (words ?? "").replaceAll(/\\(.)/g, "$1")));
  }
  return (entity) => clauses.some((all) => all.length > 0 && all.every((test) => test(entity)));
}

function wordsOf(property: string, words: string): Test {
  const wanted = splitWords(words);
  return (entity) => {
    const there = splitWords(String(entity[property] ?? ""));
    return wanted.every((word) => there.some((candidate) => candidate.startsWith(word)));
  };
}

function splitWords(text: string): string[] {
  return fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
}

function readPath(entity: Entity, path: string): unknown {
  let value: unknown = entity;
  for (const name of path.split("/")) {
    if (typeof value !== "object" || value === null || !(name in value)) {
      throw new UnsupportedQuery(`Could not find a property named '${name}'.`);
    }
    value = (value as Entity)[name];
  }
  return value;
}

/** The directory compares text without regard to case. */
function isEqual(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === "string" && typeof right === "string" && fold(left) === fold(right));
}

function fold(value: unknown): string {
  return String(value ?? "").toLocaleLowerCase("en");
}
