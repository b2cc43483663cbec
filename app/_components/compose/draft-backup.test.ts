// Unsaved work comes back for its own draft alone; a damaged copy or a full browser storage breaks nothing.
import { describe, expect, test } from "vitest";

import { makeStorage } from "@/lib/testing/make-storage";

import { dropBackup, readBackup, writeBackup } from "./draft-backup";
import { emptyForm } from "./draft-form";

const backup = { form: { ...emptyForm("en"), kind: "WELCOME" as const }, revision: 3, at: "2026-11-23T09:00:00.000Z" };

describe("the copy of unsaved work", () => {
  test("comes back as it was, for its own draft alone", () => {
    const storage = makeStorage();
    writeBackup(storage, "a", backup);
    expect(readBackup(storage, "a")).toEqual(backup);
    expect(readBackup(storage, "b")).toBeUndefined();
    expect(readBackup(storage, null)).toBeUndefined();
  });

  test("is gone once it is dropped", () => {
    const storage = makeStorage();
    writeBackup(storage, null, backup);
    dropBackup(storage, null);
    expect(readBackup(storage, null)).toBeUndefined();
  });

  test.each(["{", "null", '{"form":{}}', '{"revision":"x"}'])("that is no copy of ours (%s) counts as none", (text) => {
    const storage = makeStorage();
    storage.setItem("herald-draft:a", text);
    expect(readBackup(storage, "a")).toBeUndefined();
  });

  test("reports a browser without room instead of failing", () => {
    expect(writeBackup(makeStorage(10), "a", backup)).toBe(false);
  });
});
