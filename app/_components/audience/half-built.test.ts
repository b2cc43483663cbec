// What is half built comes back for its own draft alone, until it is whole; a damaged copy breaks nothing.
import { expect, test } from "vitest";

import { makeStorage } from "@/lib/testing/make-storage";

import { emptyAudience } from "./audience-draft";
import { changeAudience } from "./change-audience";
import { findHalfBuilt, keepHalfBuilt } from "./half-built";

const OPEN = changeAudience(emptyAudience(), { type: "kind", key: 0, kind: "ENTRA_GROUP" });
const WHOLE = changeAudience(emptyAudience(), { type: "kind", key: 0, kind: "ALL" });

test("what is half built comes back for its own draft alone", () => {
  const storage = makeStorage();
  keepHalfBuilt(storage, "a", OPEN);
  expect(findHalfBuilt(storage, "a")).toEqual(OPEN);
  expect(findHalfBuilt(storage, "b")).toBeUndefined();
});

test("it is forgotten once it is whole, or nothing", () => {
  const storage = makeStorage();
  for (const over of [WHOLE, emptyAudience()]) {
    keepHalfBuilt(storage, "a", OPEN);
    keepHalfBuilt(storage, "a", over);
    expect(findHalfBuilt(storage, "a")).toBeUndefined();
  }
});

test("a damaged copy and a full storage break nothing", () => {
  const storage = makeStorage();
  for (const text of ["{", "[]", JSON.stringify({ parts: [], without: [] })]) {
    storage.setItem("herald-audience:a", text);
    expect(findHalfBuilt(storage, "a")).toBeUndefined();
  }
  keepHalfBuilt(makeStorage(10), "a", OPEN);
});
