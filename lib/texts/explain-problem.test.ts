// Every reason the directory or an installation can fail for has words and a remedy, in every language.
import { describe, expect, test } from "vitest";

import { INSTALL_CODES } from "@/lib/domain/directory";
import { DIRECTORY_PROBLEMS } from "@/lib/domain/directory-words";

import { explainProblem } from "./explain-problem";
import { LOCALES } from "./texts";

describe.each(LOCALES)("in %s", (locale) => {
  const other = explainProblem(locale, "OTHER");

  test.each([...new Set<string>([...DIRECTORY_PROBLEMS, ...INSTALL_CODES])])("%s has words of its own", (code) => {
    const words = explainProblem(locale, code);
    expect(words.title).not.toBe("");
    if (code !== "OTHER") expect(words).not.toEqual(other);
  });

  test("a code nobody knows is another reason", () => {
    expect(explainProblem(locale, "toString")).toEqual(other);
  });
});
