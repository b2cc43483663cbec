// Whatever ends a program, its parts are stopped in reverse order, and only a failure ends it as one.
import { join } from "node:path";
import { expect, it } from "vitest";

import { type Child, readFirstLine, startChild } from "./children";

const MODULE = JSON.stringify(join(import.meta.dirname, "run-until-stopped.ts"));
const CHILDREN = JSON.stringify(join(import.meta.dirname, "children.ts"));

/** A program whose `start` is this code, with `house` and `startChild`. */
function program(start: string): { child: Child; output: () => string } {
  const code = `
    const { runUntilStopped } = await import(${MODULE});
    const { startChild } = await import(${CHILDREN});
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const node = (script) => startChild("part", ["-e", script], { env: process.env });
    await runUntilStopped(async (house) => { ${start} });`;
  const args = ["--import", "tsx", "--input-type=module", "-e", code];
  const child = startChild("program", args, { env: process.env, readStdout: true });
  let output = "";
  child.process.stdout?.on("data", (text: Buffer | string) => (output += text.toString()));
  return { child, output: () => output };
}

const TIMER = "setInterval(() => undefined, 1000);";

it("a signal stops the parts in reverse order and ends well", async () => {
  const { child, output } = program(`
    ${TIMER}
    house.onStop(async () => { await wait(50); console.log("first part"); });
    house.onStop(async () => { await wait(50); console.log("second part"); });
    console.log("up");`);
  expect(await readFirstLine(child)).toBe("up");
  child.process.kill("SIGTERM");
  expect(await child.ended).toBe("exit code 0");
  expect(output()).toBe("up\nsecond part\nfirst part\n");
});

it("the same signal twice at once, as npm sends it, is one signal", async () => {
  const { child, output } = program(`
    ${TIMER}
    house.onStop(async () => { await wait(200); console.log("stopped"); });
    console.log("up");`);
  await readFirstLine(child);
  child.process.kill("SIGINT");
  child.process.kill("SIGTERM");
  expect(await child.ended).toBe("exit code 0");
  expect(output()).toContain("stopped");
});

it("a signal during the start also stops what the start adds after it, and nothing is announced", async () => {
  const { child, output } = program(`
    console.log("starting");
    await wait(300);
    house.onStop(async () => console.log("late part stopped"));
    console.log("announced");`);
  await readFirstLine(child);
  child.process.kill("SIGTERM");
  expect(await child.ended).toBe("exit code 0");
  expect(output()).toBe("starting\nlate part stopped\n");
});

it("a part that ends by itself ends everything, as a failure", async () => {
  const { child, output } = program(`
    house.onStop(async () => console.log("database stopped"));
    house.add(node("process.exit(3)"), 1000);`);
  expect(await child.ended).toBe("exit code 1");
  expect(output()).toContain("database stopped");
});
