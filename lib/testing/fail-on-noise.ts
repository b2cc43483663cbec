// Runs before every test file: an unexpected console.error or console.warn fails the test that made it. A test that
// expects one replaces the method itself (vi.spyOn) and says what it expects.
import { afterEach, beforeEach, expect } from "vitest";

const noise: string[] = [];

for (const method of ["error", "warn"] as const) {
  const write = console[method];
  console[method] = (...args: unknown[]) => {
    noise.push(`console.${method}: ${args.map(String).join(" ")}`);
    write(...args);
  };
}

beforeEach(() => {
  noise.length = 0;
});

afterEach(() => {
  expect(noise, "something was written to the console that this test does not expect").toEqual([]);
});
