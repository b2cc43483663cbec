// Where the data folder may be.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

import { makeDataDir } from "./embedded-place";

const home = mkdtempSync(join(tmpdir(), "herald-place-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the data folder", () => {
  test("is made with all folders above it, and made again without harm", () => {
    const folder = join(home, "a", "b", "c");
    makeDataDir(folder);
    expect(statSync(makeDataDir(folder)).isDirectory()).toBe(true);
  });

  // The system's /proc has no such folder and makes none; mkdir's recursive form tried for ever, and the start hung.
  test.runIf(process.platform === "linux")("that nobody can make is refused in one sentence", () => {
    expect(() => makeDataDir("/proc/herald/data")).toThrow(/cannot be written: change its permissions, or set HERALD_DATA_DIR/);
  });
});
