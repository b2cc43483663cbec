// A tool finds the database of the Herald that runs, and the file that holds its secrets is its owner's alone.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { adoptRun, demoFolder, findRun, removeRun, resolveDatabase, type Run, writeRun } from "./embedded-run";
import { readOrMakeSecretKey } from "./embedded-secret";

/** No process can have this number: Linux and macOS stop far below. */
const DEAD = 2 ** 30;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "herald-run-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(change: Partial<Run> = {}): Run {
  return { pid: process.pid, databaseUrl: "postgresql://embedded", secretKey: "k".repeat(32), previousKeys: [], settings: {}, ...change };
}

const settings = () => ({ DATABASE_URL: undefined, SECRET_KEY: undefined, HERALD_DATA_DIR: folder });

describe("resolveDatabase", () => {
  it("prefers the database the operator named", () => {
    writeRun(folder, run());
    const named = { ...settings(), DATABASE_URL: "postgresql://named", SECRET_KEY: "s".repeat(32) };
    expect(resolveDatabase(named)).toEqual({ databaseUrl: "postgresql://named", secretKey: "s".repeat(32) });
  });

  it("finds the embedded database of a Herald that runs", () => {
    writeRun(folder, run());
    expect(resolveDatabase(settings())).toMatchObject({ databaseUrl: "postgresql://embedded" });
  });

  it("finds the demo's, and prefers whichever is alive", () => {
    writeRun(demoFolder(folder), run({ databaseUrl: "postgresql://demo" }));
    expect(resolveDatabase(settings()).databaseUrl).toBe("postgresql://demo");
    writeRun(folder, run({ pid: DEAD }));
    expect(resolveDatabase(settings()).databaseUrl).toBe("postgresql://demo");
    writeRun(folder, run());
    expect(resolveDatabase(settings()).databaseUrl).toBe("postgresql://embedded");
  });

  it("says how to get a database when there is none", () => {
    expect(() => resolveDatabase(settings())).toThrow("No database was found: start Herald first");
  });
});

describe("adoptRun", () => {
  it("gives a worker the settings of the run beside it, but keeps what it was told itself", () => {
    writeRun(demoFolder(folder), run({ settings: { BOT_AUTH: "off", SEND_RATE_PER_SECOND: "50" } }));
    const source: Record<string, string | undefined> = { HERALD_DATA_DIR: folder, SEND_RATE_PER_SECOND: "10" };
    adoptRun(source);
    expect(source).toMatchObject({
      BOT_AUTH: "off", SEND_RATE_PER_SECOND: "10", DATABASE_URL: "postgresql://embedded", SECRET_KEY: "k".repeat(32),
    });
  });

  it("gives a worker the keys before a rotation too, so that it knows what they signed", () => {
    const [first, second] = ["a".repeat(32), "b".repeat(32)] as const;
    writeRun(folder, run({ previousKeys: [first, second] }));
    const source: Record<string, string | undefined> = { HERALD_DATA_DIR: folder };
    adoptRun(source);
    expect(source).toMatchObject({ SECRET_KEY: "k".repeat(32), SECRET_KEY_PREVIOUS: `${first},${second}` });
  });

  it("reads what a Herald before rotation was known has left", () => {
    const { previousKeys: _none, ...old } = run();
    writeFileSync(join(folder, "run.json"), JSON.stringify(old));
    const source: Record<string, string | undefined> = { HERALD_DATA_DIR: folder };
    adoptRun(source);
    expect(source).toEqual({ HERALD_DATA_DIR: folder, DATABASE_URL: "postgresql://embedded", SECRET_KEY: "k".repeat(32) });
  });

  it("changes nothing for a process that was given a database", () => {
    writeRun(folder, run({ settings: { BOT_AUTH: "off" } }));
    const source = { HERALD_DATA_DIR: folder, DATABASE_URL: "postgresql://named" };
    adoptRun(source);
    expect(source).toEqual({ HERALD_DATA_DIR: folder, DATABASE_URL: "postgresql://named" });
  });
});

describe("run.json", () => {
  it("is readable by its owner only, because it holds the password and the secret key", () => {
    writeRun(folder, run());
    expect(statSync(join(folder, "run.json")).mode & 0o777).toBe(0o600);
  });

  it("is removed by the run that wrote it and by no other", () => {
    writeRun(folder, run());
    removeRun(folder, DEAD);
    expect(findRun(folder)).toBeDefined();
    removeRun(folder, process.pid);
    expect(findRun(folder)).toBeUndefined();
  });

  it.each(["", "{", "{}", "[]"])("is refused when it is damaged: %j", (text) => {
    writeFileSync(join(folder, "run.json"), text);
    expect(() => findRun(folder)).toThrow("is damaged");
  });
});

describe("readOrMakeSecretKey", () => {
  it("makes a long random key once, for its owner only, and keeps it", () => {
    const key = readOrMakeSecretKey(folder);
    expect(key.length).toBeGreaterThanOrEqual(64);
    expect(readOrMakeSecretKey(folder)).toBe(key);
    expect(statSync(join(folder, "secret-key")).mode & 0o777).toBe(0o600);
  });

  it("refuses a key that somebody shortened", () => {
    writeFileSync(join(folder, "secret-key"), "short");
    expect(() => readOrMakeSecretKey(folder)).toThrow("too short");
  });
});
