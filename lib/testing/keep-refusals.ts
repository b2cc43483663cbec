// What the log would say of refusals, kept from here on as the lines that are written. For one test file.
import { beforeEach } from "vitest";

import { makeLog } from "@/lib/log";
import { makeRefusalLog } from "@/lib/refusal-log";

export function keepRefusals(): { text(): string; lines(): Record<string, unknown>[] } {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    const here = globalThis as { heraldRefusals?: unknown };
    here.heraldRefusals = makeRefusalLog(makeLog("info", { write: (line) => void written.push(line) }));
  });
  return {
    text: () => written.join(""),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
