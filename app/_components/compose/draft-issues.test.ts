// The composer names each issue of a draft itself, in page order, and leads to the field that has it.
import { describe, expect, test } from "vitest";

import { audienceDraftOf, emptyAudience } from "@/app/_components/audience/audience-draft";

import { type DraftForm, emptyForm, inputOf } from "./draft-form";
import { fieldIdOf, findDraftGaps, findIssues, findMalformed, sortIssues } from "./draft-issues";

function notification(change: Partial<DraftForm> = {}): DraftForm {
  return { ...emptyForm("en"), kind: "NOTIFICATION", ...change };
}

function complete(): DraftForm {
  const form = notification({ topic: "it", audience: audienceDraftOf({ kind: "ALL" }) });
  for (const field of ["title", "whatHappened", "affected", "actor", "whatToDo", "optOutHint"] as const) {
    form.texts[field] = "Words.";
  }
  return form;
}

describe("the issues of a draft", () => {
  test("are none when everything is there", () => {
    expect(findIssues(complete(), false)).toEqual([]);
  });

  test.each(["title", "whatHappened", "affected", "actor", "whatToDo", "optOutHint"] as const)(
    "name the missing field %s",
    (field) => {
      const form = complete();
      form.texts[field] = "  ";
      expect(findIssues(form, false)).toEqual([{ severity: "GAP", path: `message.${field}`, code: "missing" }]);
    },
  );

  test("ask for topic and audience, except for a standing broadcast", () => {
    const form = { ...complete(), topic: null, audience: emptyAudience() };
    expect(findDraftGaps(form, false).map(({ path }) => path)).toEqual(["topic", "audience"]);
    expect(findDraftGaps(form, true)).toEqual([]);
  });

  test("tell how long a text is and how long it may be", () => {
    const form = complete();
    form.texts.title = "x".repeat(3000);
    expect(findMalformed(inputOf(form))).toEqual([
      { severity: "MALFORMED", path: "message.title", code: "tooLong", max: 150, length: 3000 },
    ]);
  });

  test.each(["javascript:alert(1)", "http://example.com", "https://user:secret@example.com", "example.com"])(
    "refuse %s as the address of a button",
    (url) => {
      const form = { ...complete(), buttons: [{ key: 4, title: "Go", url }] };
      expect(findMalformed(inputOf(form))).toEqual([
        { severity: "MALFORMED", path: "message.buttons.0.url", code: "address" },
      ]);
    },
  );

  test("name a variable that does not exist for the kind", () => {
    const form = complete();
    form.texts.whatHappened = "Dear {{installer|you}}";
    expect(findIssues(form, false)).toEqual([
      { severity: "GAP", path: "message.whatHappened", code: "variable", name: "installer" },
    ]);
  });

  test("stand in the order of the fields on the page", () => {
    const paths = ["audience", "message.buttons.1.url", "message.buttons.0.title", "message.title", "topic"];
    const issues = paths.map((path) => ({ severity: "GAP", path, code: "missing" }) as const);
    expect(sortIssues(issues).map(({ path }) => path)).toEqual([
      "topic",
      "message.title",
      "message.buttons.0.title",
      "message.buttons.1.url",
      "audience",
    ]);
  });

  test("of any part of an audience lead to its one field", () => {
    expect(fieldIdOf("audience.teamIds.3")).toBe("field-audience");
    expect(fieldIdOf("message.buttons.0.url")).toBe("field-message-buttons-0-url");
  });
});
