// Whatever Teams is said to have sent, what is kept of it can be kept.
import fc from "fast-check";
import { expect, test } from "vitest";

import { findUnstorable } from "@/lib/domain/storable-text";

import { parseActivity } from "./activity";

const NOW = new Date("2026-01-02T03:04:05Z");

function parse(from: object, more: object = {}): unknown {
  const parsed = parseActivity({
    type: "installationUpdate", channelId: "msteams", serviceUrl: "https://smba.example/", recipient: { id: "28:herald" },
    conversation: { id: "a:1", tenantId: "t" }, from, ...more,
  }, NOW);
  return "activity" in parsed ? parsed.activity : parsed;
}

// Each of these was answered 500: the database refused half of a surrogate pair.
test("an id of half a character is no reason to fail", () => {
  const activity = parse({ id: "29:\ud800", aadObjectId: "\ud800\0" });
  expect(findUnstorable(activity)).toBeUndefined();
  expect(activity).toMatchObject({ from: { id: "29:\ufffd", aadObjectId: "\ufffd" } });
});

test("a name that is cut within an emoji ends before it is half", () => {
  const activity = parse({ id: "29:a", name: `${"x".repeat(199)}😀` });
  expect(findUnstorable(activity)).toBeUndefined();
});

test("no text of any kind is left that cannot be kept", () => {
  const odd = fc.string({ unit: "binary", maxLength: 400 }).map((value) => `${value}\ud83d`);
  fc.assert(fc.property(odd, (value) => {
    const activity = parse({ id: value, name: value, aadObjectId: value, email: value }, { text: value, replyToId: value });
    expect(findUnstorable(activity)).toBeUndefined();
  }));
});
