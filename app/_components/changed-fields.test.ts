// The form of a topic sent every field as it was when the form was opened, and undid what others had changed since.
import { expect, test } from "vitest";

import { changedFields } from "./changed-fields";

const opened = { key: "lunch", name: "Lunch", description: "", mandatory: false };

test("a field that was not touched is not sent", () => {
  expect(changedFields(opened, { ...opened, description: "What the canteen cooks." })).toEqual({
    description: "What the canteen cooks.",
  });
});

test("what was emptied or switched off is a change like any other", () => {
  const full = { ...opened, description: "Old.", mandatory: true };
  expect(changedFields(full, { ...full, description: "", mandatory: false })).toEqual({ description: "", mandatory: false });
});

test("a form that is as it was sends nothing", () => {
  expect(changedFields(opened, { ...opened })).toEqual({});
});
