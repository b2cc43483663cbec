// A child process never outlives its parent or its parent's patience, and what it writes is kept.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

import { type Child, readFirstLine, startChild } from "./children";

function run(script: string): Child {
  return startChild("test child", ["-e", script], { env: process.env, readStdout: true });
}

const STAY = "setInterval(() => undefined, 1000);";

it("a child that ends on SIGTERM is stopped in its own way", async () => {
  const child = run(`process.on("SIGTERM", () => process.exit(7)); console.log("up"); ${STAY}`);
  expect(await readFirstLine(child)).toBe("up");
  await child.stop(10_000);
  expect(await child.ended).toBe("exit code 7");
});

it("a child that ignores SIGTERM is killed when patience ends", async () => {
  const child = run(`process.on("SIGTERM", () => undefined); console.log("up"); ${STAY}`);
  await readFirstLine(child);
  await child.stop(100);
  expect(await child.ended).toBe("SIGKILL");
});

it("a child whose parent was killed is told so", async () => {
  const file = join(import.meta.dirname, "children.ts");
  const grandchild = `process.on("disconnect", () => process.exit()); console.log(process.pid); ${STAY}`;
  const parent = startChild("parent", ["--import", "tsx", "--input-type=module", "-e", `
    const { startChild, readFirstLine } = await import(${JSON.stringify(file)});
    const child = startChild("grandchild", ["-e", ${JSON.stringify(grandchild)}], { env: process.env, readStdout: true });
    console.log(await readFirstLine(child));
    ${STAY}`], { env: process.env, readStdout: true });
  const pid = Number(await readFirstLine(parent));
  expect(() => process.kill(pid, 0)).not.toThrow();
  parent.process.kill("SIGKILL");
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
});

it("a child that ends without a word has no first line", async () => {
  expect(await readFirstLine(run(""))).toBeUndefined();
});

it("what a child writes goes to its log file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "herald-children-"));
  try {
    const logFile = join(folder, "child.log");
    const child = startChild("logger", ["-e", 'console.log("one"); console.error("two");'], { env: process.env, logFile });
    expect(await child.ended).toBe("exit code 0");
    expect(readFileSync(logFile, "utf8")).toBe("one\ntwo\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function isThere(pid: number): boolean {
  try {
    // A zombie still answers to signals, but its command line is empty.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
