// The migrations yield exactly the database that schema.prisma describes, and a difference would be noticed.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { createTestDatabase } from "@/lib/testing/database";
import { runAsAdmin } from "@/lib/testing/provide-database";

const prisma = createRequire(import.meta.url).resolve("prisma/build/index.js");
const engine = resolve("scripts/prisma-schema-engine.mjs");

/** What would have to change in the database to match schema.prisma, as SQL; the exit code is 2 when there is any. */
function diff(databaseUrl: string): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const args = ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma"];
    const child = spawn(process.execPath, [prisma, ...args, "--script", "--exit-code"], {
      env: { ...process.env, DATABASE_URL: databaseUrl, PRISMA_SCHEMA_ENGINE_BINARY: engine, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (output += text.toString()));
    child.on("error", fail);
    child.on("close", (code) => done({ code, output }));
  });
}

describe("the migrations", () => {
  it("yield exactly the database that schema.prisma describes", async () => {
    const { databaseUrl } = await createTestDatabase();
    const { code, output } = await diff(databaseUrl);
    expect(output).toContain("This is an empty migration");
    expect(code).toBe(0);
  });

  it("would be caught here if they missed something", async () => {
    const { databaseUrl } = await createTestDatabase();
    await runAsAdmin(databaseUrl, "CREATE TABLE stray (id int)");
    const { code, output } = await diff(databaseUrl);
    expect(output).toContain('DROP TABLE "stray"');
    expect(code).toBe(2);
  });
});
