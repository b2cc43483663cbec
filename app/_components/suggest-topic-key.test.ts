// The suggested key must always be one the server accepts, or be empty.
import fc from "fast-check";
import { expect, test } from "vitest";

import { topicKeySchema } from "@/lib/domain/topic";

import { suggestTopicKey } from "./suggest-topic-key";

test.each([
  ["Company news", "company-news"],
  ["Büro & Küche", "buro-kuche"],
  ["  IT – Störungen!  ", "it-storungen"],
  ["Straße", "strasse"],
  ["通知", ""],
])("%s suggests %s", (name, key) => {
  expect(suggestTopicKey(name)).toBe(key);
});

test("whatever the name, the suggestion is empty or valid", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (name) => {
    const key = suggestTopicKey(name);
    expect(key === "" || topicKeySchema.safeParse(key).success).toBe(true);
  }));
});
