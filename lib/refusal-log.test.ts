// Every refusal is counted; a flood of them does not fill the disk, and none is silently lost.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { makeLog } from "./log";
import { LINES_A_MINUTE, makeRefusalLog } from "./refusal-log";

const REFUSAL = { reason: "KEY_UNKNOWN", status: 401, route: "GET /api/topics" } as const;

function start() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, ...makeRefusalLog(makeLog("info", { write })) };
}

describe("refusals in the log", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("say why, where and who, by id", () => {
    const { lines, note } = start();
    note({ ...REFUSAL, reason: "ROLE", status: 403, actorKind: "PERSON", actorId: "p1" });
    expect(lines).toEqual([expect.objectContaining({
      level: "warn", msg: "security.refused", reason: "ROLE", status: 403, route: "GET /api/topics",
      actorKind: "PERSON", actorId: "p1",
    })]);
  });

  it("have so many lines a minute for each reason, and the rest as one number", () => {
    const { lines, note, counts } = start();
    for (let i = 0; i < 10_000; i += 1) note(REFUSAL);
    note({ ...REFUSAL, reason: "CROSS_SITE" });
    expect(lines).toHaveLength(LINES_A_MINUTE + 1);
    vi.advanceTimersByTime(60_000);
    expect(lines.slice(LINES_A_MINUTE + 1)).toEqual([
      expect.objectContaining({ msg: "security.refused_more", reason: "KEY_UNKNOWN", count: 10_000 - LINES_A_MINUTE }),
    ]);
    expect(counts()).toEqual([{ reason: "KEY_UNKNOWN", count: 10_000 }, { reason: "CROSS_SITE", count: 1 }]);
  });

  it("have their lines again in the next minute", () => {
    const { lines, note } = start();
    for (let i = 0; i < 50; i += 1) note(REFUSAL);
    vi.advanceTimersByTime(60_000);
    note(REFUSAL);
    expect(lines).toHaveLength(LINES_A_MINUTE + 2);
    expect(lines.at(-1)).toMatchObject({ msg: "security.refused", reason: "KEY_UNKNOWN" });
  });
});
