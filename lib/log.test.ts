// Only listed fields reach the log: no message of an error, no object, nothing a caller spreads into it.
import { describe, expect, it } from "vitest";

import { type Log, type LogFields, makeLog } from "./log";

const CANARY = "canary-7f3a@example.com";

function record(level: string, write: (log: Log) => void): string {
  const lines: string[] = [];
  write(makeLog(level, { write: (line) => void lines.push(line) }));
  return lines.join("");
}

describe("log", () => {
  it("writes the event and listed fields as one JSON line", () => {
    const line = record("info", (log) => log.info("broadcast finished", { broadcastId: "b1", sent: 249, skipped: 1 }));
    expect(JSON.parse(line)).toMatchObject({
      level: "info", msg: "broadcast finished", broadcastId: "b1", sent: 249, skipped: 1,
    });
    expect(line.endsWith("\n")).toBe(true);
  });

  it("drops a field that is not on the list, whatever the caller spreads into it", () => {
    const person = { recipientId: "r1", displayName: CANARY, email: CANARY, nested: { name: CANARY } };
    const output = record("debug", (log) => log.info("recipient seen", person));
    expect(output).toContain("r1");
    expect(output).not.toContain(CANARY);
  });

  it("drops an object under a listed name, because its fields are not listed", () => {
    const fields = { reason: { text: CANARY } } as unknown as LogFields;
    expect(record("debug", (log) => log.info("refused", fields))).not.toContain(CANARY);
  });

  it.each(["info", "debug"])("keeps an error's name and code but never its message, at level %s", (level) => {
    const cause = Object.assign(new TypeError(`who is\n${CANARY}?`), { code: "ECONNRESET" });
    const output = record(level, (log) => log.error("failed", { error: new Error(CANARY, { cause }) }));
    expect(output).toContain("ECONNRESET");
    expect(output).toContain("TypeError");
    expect(output).not.toContain(CANARY);
    expect(output.includes("log.test")).toBe(level === "debug");
  });

  it("survives an error that is no Error", () => {
    expect(record("info", (log) => log.error("failed", { error: CANARY }))).not.toContain(CANARY);
  });

  it("writes nothing below its level", () => {
    expect(record("warn", (log) => log.info("quiet"))).toBe("");
  });
});
