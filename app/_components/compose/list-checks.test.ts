// The checklist has a line for what the kind of message needs, and for trouble in fields nobody has to fill.
import { describe, expect, test } from "vitest";

import { emptyForm } from "./draft-form";
import { findIssues } from "./draft-issues";
import { listChecks } from "./list-checks";

function checksOf(change: Partial<ReturnType<typeof emptyForm>>, standing = false) {
  const form = { ...emptyForm("en"), kind: "NOTIFICATION" as const, ...change };
  return listChecks(form, findIssues(form, standing), standing);
}

describe("the checklist", () => {
  test("has a line for everything a notification needs, in page order", () => {
    expect(checksOf({}).map(({ path }) => path)).toEqual([
      "topic",
      "message.title",
      "message.whatHappened",
      "message.affected",
      "message.actor",
      "message.whatToDo",
      "message.optOutHint",
      "audience",
    ]);
  });

  test("asks a standing broadcast for neither topic nor audience", () => {
    expect(checksOf({ kind: "WELCOME" }, true).map(({ path }) => path)).toEqual([
      "message.title",
      "message.why",
      "message.offer",
      "message.nextStep",
    ]);
  });

  test("checks image and buttons only once there are any", () => {
    const checks = checksOf({
      image: { url: "https://example.com/a.png", altText: "" },
      buttons: [{ key: 0, title: "", url: "" }],
    });
    expect(checks.find(({ path }) => path === "message.image")?.issue?.path).toBe("message.image.altText");
    expect(checks.find(({ path }) => path === "message.buttons")?.issue?.path).toBe("message.buttons.0.title");
  });

  test("adds a line for trouble in a field that nobody has to fill", () => {
    const texts = { ...emptyForm("en").texts, summary: "x".repeat(500) };
    expect(checksOf({ texts }).at(-1)).toMatchObject({ path: "message.summary", issue: { code: "tooLong" } });
  });
});
