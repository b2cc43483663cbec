// Sizes as Teams counts them.
import { describe, expect, it } from "vitest";

import { cardSizeBytes } from "./size";

describe("the size of an activity", () => {
  it.each([
    [{}, 4],
    [{ a: "ä" }, 18],
    [{ a: "😀" }, 20],
    [{ url: `data:image/png;base64,${"A".repeat(1000)}` }, 20],
    [{ url: "data:text/plain,A" }, 54],
  ])("%j takes %i bytes", (activity, bytes) => expect(cardSizeBytes(activity)).toBe(bytes));
});
