// Each language says everything, with the same arguments, and every message can be formatted.
import { describe, expect, it } from "vitest";

import { cardLocale } from "./card-labels";
import { LOCALES, MESSAGES, pickLocale, texts } from "./texts";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The names of a message's arguments; what stands in quotes ('{…}') is text. */
function argumentsOf(message: string): string[] {
  const unquoted = message.replace(/'[{}][^']*'/g, "");
  return [...new Set([...unquoted.matchAll(/\{\s*([A-Za-z]\w*)\s*[,}]/g)].map((match) => match[1] ?? ""))].sort();
}

const english = new Map(flatten(MESSAGES.en));

describe.each(LOCALES)("the texts in %s", (locale) => {
  const own = flatten(MESSAGES[locale]);

  it("have exactly the keys of the English ones", () => {
    expect(own.map(([key]) => key).sort()).toEqual([...english.keys()].sort());
  });

  it("take the same arguments", () => {
    for (const [key, message] of own) expect(argumentsOf(message), key).toEqual(argumentsOf(english.get(key) ?? ""));
  });

  it("can all be formatted", () => {
    const t = texts(locale) as unknown as (key: string, values: Record<string, unknown>) => string;
    for (const [key, message] of own) {
      const values = argumentsOf(message).map((name) => [name, isDate(message, name) ? new Date(0) : 2] as const);
      expect(t(key, Object.fromEntries(values)), key).not.toBe(key);
    }
  });

  it("leave nothing empty", () => {
    expect(own.filter(([, message]) => message.trim() === "")).toEqual([]);
  });
});

describe("choosing a language", () => {
  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["de_CH", "de"],
    ["fr-FR, de;q=0.5, en;q=0.8", "en"],
    ["en;q=0, de", "de"],
    ["*", "en"],
    ["", "en"],
    [undefined, "en"],
    [";;;,,q=", "en"],
  ])("%s gives %s", (wish, locale) => expect(pickLocale(wish)).toBe(locale));

  it("takes a card's words from the message's language when we have it, else English", () => {
    expect([cardLocale("de-CH"), cardLocale("ar-EG"), cardLocale(undefined)]).toEqual(["de", "en", "en"]);
  });
});

function isDate(message: string, name: string): boolean {
  return new RegExp(`\\{\\s*${name}\\s*,\\s*(date|time)`).test(message);
}
