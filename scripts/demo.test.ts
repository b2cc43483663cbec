// A second demo on the same data is refused before --fresh can erase anything.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

import { demoFolder, writeRun } from "@/lib/store/embedded-run";

import { startChild } from "./children";

it("a second demo on the same data is refused before --fresh erases anything", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-demo-"));
  try {
    writeRun(demoFolder(dataDir), { pid: process.pid, databaseUrl: "", secretKey: "", settings: {} });
    const logFile = join(dataDir, "demo.log");
    // A port that cannot be used would end a demo that got further.
    const env = { ...process.env, HERALD_DATA_DIR: dataDir, PORT: "0" };
    const demo = startChild("demo", ["--import", "tsx", "scripts/demo.ts", "--fresh"], { env, logFile });
    expect(await demo.ended).toBe("exit code 1");
    expect(readFileSync(logFile, "utf8")).toBe(
      `A demo is running on this data folder (process ${process.pid}): stop it first.\n`,
    );
    expect(existsSync(join(demoFolder(dataDir), "run.json"))).toBe(true);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
