// Which languages are read from right to left.
import { describe, expect, it } from "vitest";

import { isolate, isRightToLeft } from "./card-direction";

describe("a language tag", () => {
  it.each([
    ["ar", true], ["ar-EG", true], ["he-IL", true], ["fa", true], ["ur-PK", true], ["az-Arab-IR", true],
    ["en", false], ["de-AT", false], ["ar-Latn", false], ["az", false], ["", false],
  ])("%s: %s", (tag, expected) => expect(isRightToLeft(tag)).toBe(expected));

  it("isolates words only where the directions differ", () => {
    expect(isolate("News", "en", "de")).toBe("News");
    expect(isolate("News", "en", "ar")).toBe("\u2068News\u2069");
  });
});
