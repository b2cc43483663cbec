// No command takes a field that it does not know: whoever sends one more, in the hope that it reaches a column, is refused and
// told its name. The commands are all that there are, so that a new one is looked at too.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";

import { AppError } from "@/lib/errors";

import { type Command, parseInput } from "./command";

const FOREIGN = "authorIdOfSomebodyElse";

function isCommand(value: unknown): value is Command<unknown, unknown> {
  return typeof value === "object" && value !== null && "run" in value && "allowed" in value && "input" in value;
}

const files = readdirSync("lib/commands").filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
const modules = await Promise.all(files.map((file) => import(`./${file}`) as Promise<Record<string, unknown>>));
const commands = modules.flatMap((module) => Object.values(module).filter(isCommand));

test("every command is looked at", () => {
  expect(commands.length).toBeGreaterThan(60);
});

/** Of those whose input is one of several, or a list: one that is good as it is. */
const GOOD: Record<string, unknown> = {
  "create-export": { kind: "RECIPIENTS" },
  "install-app": { for: "EVERYBODY" },
};
const isList = (name: string): boolean => name === "record-reference";

function refusedPaths(input: Command<never, unknown>["input"], value: unknown): string[] {
  try {
    parseInput(input, value);
  } catch (error) {
    if (error instanceof AppError) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

const every = commands.map(({ name, input }) => [name, input] as const);
test.each(every)("%s refuses a field that it does not know", (name, input) => {
  const good = GOOD[name];
  if (good !== undefined) {
    expect(refusedPaths(input, good)).toEqual([]);
    expect(refusedPaths(input, { ...good, [FOREIGN]: "x" })).not.toEqual([]);
  } else {
    const foreign = { [FOREIGN]: "x" };
    expect(refusedPaths(input, isList(name) ? [foreign] : foreign)).toContain(isList(name) ? `0.${FOREIGN}` : FOREIGN);
  }
});
