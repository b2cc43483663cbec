// `npm run doctor` at the terminal: lines for people, JSON for programs, and an exit code for both.
import { execFile } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Ended = { code: number; stdout: string; stderr: string };

/** Of a machine where nothing has been set up: everything it needs to see is in `env`. */
function runDoctor(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const dataDir = mkdtempSync(join(tmpdir(), "herald-doctor-"));
  const bare: NodeJS.ProcessEnv = { NODE_ENV: "test", PATH: process.env["PATH"] };
  const own = { ...bare, HERALD_DATA_DIR: dataDir, APP_URL: "http://localhost:1", ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", "scripts/doctor.ts", ...args], { env: own }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("npm run doctor", () => {
  it("names every trouble with its cure under its check, sums up, and ends with 1", async () => {
    const { code, stdout } = await runDoctor([], { BOT_AUTH: "off", SECRET_KEY: "kP3vQ9rT7xZ1mN5bC8dF2gH4jL6sW0yA" });
    expect(code).toBe(1);
    expect(stdout).toContain("Settings\n  ✓ All settings can be read. Cloud: public.\n  ! This is a practice Herald");
    expect(stdout).toContain("Database\n  ✗ No database was found.\n      Start Herald first");
    expect(stdout).toMatch(/\n\n2 things are broken, 4 things to look at, 2 are fine\.\n$/);
  });

  it("prints JSON for programs, with codes and words", async () => {
    const { code, stdout } = await runDoctor(["--json"], { PORT: "ninety" });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      counts: { OK: 0, WARN: 0, FAIL: 1 },
      findings: [{
        check: "SETTINGS", mark: "FAIL", code: "SETTING_WRONG",
        values: { problem: "PORT must be a whole number from 1 to 65535." },
        says: "PORT must be a whole number from 1 to 65535.",
        cure: "Change the setting where Herald is started, and restart it.",
      }],
    });
  });

  it("explains its usage", async () => {
    const { code, stdout, stderr } = await runDoctor(["--colour"]);
    expect([code, stdout, stderr]).toEqual([1, "", "Usage: npm run doctor -- [--json]\n"]);
  });
});
