// The lint refuses imports against the floors of the architecture, and allows those along them.
import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

import { floorConfigs } from "./lint-floors.mjs";

const tseslint = (await import("typescript-eslint")).default;
const parser = { files: ["**/*.{ts,tsx}"], languageOptions: { parser: tseslint.parser } };
const lint = new ESLint({ overrideConfigFile: true, overrideConfig: [parser, ...floorConfigs] });

async function complaintsAbout(filePath: string, code: string): Promise<string[]> {
  const [result] = await lint.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => `${ruleId ?? "parse"}: ${message}`);
}

const REFUSED: [file: string, code: string][] = [
  // Upwards and sideways through the floors.
  ["lib/domain/x.ts", 'import { db } from "@/lib/store/db";'],
  ["lib/domain/x.ts", 'import { log } from "@/lib/log";'],
  ["lib/texts/x.ts", 'import { db } from "@/lib/store/db";'],
  ["lib/store/x.ts", 'import { pauseBroadcast } from "@/lib/commands/pause-broadcast";'],
  ["lib/store/x.ts", 'import { startEngine } from "@/lib/engine/engine";'],
  ["lib/commands/x.ts", 'import { sender } from "@/bot/sender";'],
  ["lib/commands/x.ts", 'import { startEngine } from "@/lib/engine/engine";'],
  ["lib/engine/x.ts", 'import { sender } from "@/bot/sender";'],
  ["lib/engine/x.ts", 'import { pauseBroadcast } from "@/lib/commands/pause-broadcast";'],
  ["lib/graph/x.ts", 'import { sender } from "@/bot/sender";'],
  ["lib/auth/x.ts", 'import { handle } from "@/app/api/_handle";'],
  ["bot/x.ts", 'import { startEngine } from "@/lib/engine/engine";'],
  ["bot/x.ts", 'import { handle } from "@/app/api/_handle";'],
  ["lib/doctor/x.ts", 'import { pauseBroadcast } from "@/lib/commands/pause-broadcast";'],
  ["lib/doctor/x.ts", 'import { request } from "undici";'],
  ["bot/x.ts", 'import { examine } from "@/lib/doctor/examine";'],
  ["app/_components/x.tsx", 'import { examine } from "@/lib/doctor/examine";'],
  ["app/page.tsx", 'import { startEngine } from "@/lib/engine/engine";'],
  ["app/page.tsx", 'import { users } from "@/lib/graph/users";'],
  ["app/_components/x.tsx", 'import { db } from "@/lib/store/db";'],
  ["app/_components/x.tsx", 'import { env } from "@/lib/env";'],
  ["app/_components/x.tsx", 'import { AppError } from "@/lib/errors";'],
  ["app/_components/x.tsx", 'import { handle } from "@/app/api/_handle";'],
  ["app/(console)/broadcasts/_components/x.tsx", 'import { db } from "@/lib/store/db";'],
  ["app/_components/x.tsx", 'import { readFile } from "node:fs/promises";'],
  ["lib/log.ts", 'import { x } from "@/lib/domain/role";'],
  // The same, in every form an import can take.
  ["lib/domain/x.ts", 'export { db } from "@/lib/store/db";'],
  ["lib/domain/x.ts", 'export * from "@/lib/store/db";'],
  ["lib/domain/x.ts", 'import type { Db } from "@/lib/store/db";'],
  ["lib/domain/x.ts", 'export const db = await import("@/lib/store/db");'],
  ["lib/domain/x.ts", 'export const db = require("@/lib/store/db");'],
  ["lib/domain/x.ts", 'export type Db = import("@/lib/store/db").Db;'],
  ["lib/commands/x.ts", "export const load = (name: string) => import(name);"],
  // Relative imports that leave a folder.
  ["lib/domain/x.ts", 'import { db } from "../store/db";'],
  ["lib/store/x.ts", 'import { log } from "../log";'],
  ["lib/store/x.ts", 'import { log } from "./../log";'],
  ["app/(console)/page.tsx", 'import { handle } from "../api/_handle";'],
  ["app/page.tsx", 'import { handle } from "./_components/../api/_handle";'],
  ["bot/on-message.test.ts", 'import { log } from "../lib/log";'],
  ["scripts/x.ts", 'import { log } from "../lib/log";'],
  // Packages outside their floor.
  ["lib/domain/x.ts", 'import { readFileSync } from "node:fs";'],
  ["lib/domain/x.ts", 'import { createHmac } from "crypto";'],
  ["lib/domain/x.ts", 'import { pino } from "pino";'],
  ["lib/commands/x.ts", 'import { PrismaClient } from "@/lib/store/generated/client";'],
  ["app/page.tsx", 'import { PrismaClient } from "@/lib/store/generated/client";'],
  ["lib/commands/x.ts", 'import { Prisma } from "@prisma/client";'],
  ["lib/engine/x.ts", 'import pg from "pg";'],
  ["lib/engine/x.ts", 'import PgBoss from "pg-boss";'],
  ["lib/engine/x.ts", 'import { request } from "undici";'],
  ["app/page.tsx", 'import { request } from "undici";'],
  ["lib/commands/x.ts", 'import { TurnContext } from "botbuilder";'],
  ["app/api/messages/route.ts", 'import { CloudAdapter } from "botbuilder";'],
  ["lib/engine/x.ts", 'import { ConnectorClient } from "botframework-connector";'],
  ["lib/auth/x.ts", 'import { cookies } from "next/headers";'],
  ["bot/x.ts", 'import { NextResponse } from "next/server";'],
  ["lib/texts/x.ts", 'import { useState } from "react";'],
  ["lib/errors.ts", 'import { useState } from "react";'],
  // Production code and what drives it.
  ["lib/store/x.ts", 'import { createTestDatabase } from "@/lib/testing/database";'],
  ["bot/x.ts", 'import { startSimulator } from "@/simulator/simulator";'],
  ["worker.ts", 'import { startSimulator } from "@/simulator/simulator";'],
  ["instrumentation.ts", 'import { serve } from "@/scripts/serve";'],
  ["proxy.ts", 'import { serve } from "@/scripts/serve";'],
  ["app/page.tsx", 'import { measure } from "@/bench/measure";'],
  // The environment, the clock, chance and the network.
  ["lib/store/x.ts", "export const url = process.env.DATABASE_URL;"],
  ["lib/store/x.ts", 'export const url = process["env"];'],
  ["app/page.tsx", "export const url = globalThis.process.env.APP_URL;"],
  ["worker.ts", 'import { fault } from "./bench/../simulator/faults";'],
  ["lib/log.ts", "export const { env } = process;"],
  ["bot/x.ts", 'import { env } from "node:process";'],
  ["lib/domain/x.ts", "export const now = new Date();"],
  ["lib/domain/x.ts", "export const now = Date.now();"],
  ["lib/engine/x.ts", "export const now = performance.now();"],
  ["lib/engine/x.ts", "export const jitter = Math.random();"],
  ["lib/engine/x.ts", "export const id = crypto.randomUUID();"],
  ["lib/engine/x.ts", 'export const answer = await fetch("https://example.com");'],
  ["lib/commands/x.ts", 'export const answer = await fetch("https://example.com");'],
];

const ALLOWED: [file: string, code: string][] = [
  ["lib/domain/x.ts", 'import { z } from "zod";\nimport { role } from "./role";\nexport const at = new Date(0);'],
  ["lib/texts/x.ts", 'import { createTranslator } from "use-intl";\nimport { role } from "@/lib/domain/role";'],
  ["lib/store/x.ts", 'import pg from "pg";\nimport { PrismaClient } from "./generated/client";'],
  ["lib/store/x.ts", 'import { log } from "@/lib/log";\nexport const now = new Date();'],
  ["lib/commands/x.ts", 'import { db } from "@/lib/store/db";\nimport { sign } from "@/lib/sign";'],
  ["lib/engine/x.ts", 'import { log } from "@/lib/log";\nimport { claim } from "@/lib/store/deliveries";'],
  ["bot/x.ts", 'import { TurnContext } from "botbuilder";\nimport { request } from "undici";'],
  ["bot/x.ts", 'import { texts } from "@/lib/texts/texts";\nimport { optOut } from "@/lib/commands/opt-out";'],
  ["lib/graph/x.ts", 'import { request } from "undici";'],
  ["app/page.tsx", 'import { handle } from "@/bot/handle";\nimport { cookies } from "next/headers";'],
  ["lib/doctor/x.ts", 'import { createWire } from "@/bot/wire";\nimport { connect } from "node:tls";'],
  ["app/page.tsx", 'import { examine } from "@/lib/doctor/examine";'],
  ["app/(console)/page.tsx", 'import { Ledger } from "@/app/_components/ledger";\nimport { x } from "./x";'],
  ["app/_components/x.tsx", 'import { useState } from "react";\nimport { Other } from "@/app/_components/other";'],
  ["app/_components/x.tsx", 'export const save = () => fetch("/api/broadcasts");'],
  ["lib/env.ts", 'import { StartError } from "./errors";\nexport const port = process.env["PORT"];'],
  ["instrumentation.ts", 'import { log } from "@/lib/log";\nexport const runtime = process.env.NEXT_RUNTIME;'],
  ["worker.ts", 'import { startEngine } from "@/lib/engine/engine";\nimport { sender } from "@/bot/sender";'],
  ["bot/x.test.ts", 'import { startSimulator } from "@/simulator/simulator";\nexport const now = Date.now();'],
  ["simulator/x.ts", 'import { PERSONAS } from "@/lib/domain/personas";\nexport const at = process.env["X"];'],
];

describe("the floors", () => {
  it.each(REFUSED)("%s may not say %s", async (file, code) => {
    const complaints = await complaintsAbout(file, code);
    expect(complaints).not.toEqual([]);
    expect(complaints.filter((complaint) => complaint.startsWith("parse"))).toEqual([]);
  });

  it.each(ALLOWED)("%s may say %s", async (file, code) => {
    expect(await complaintsAbout(file, code)).toEqual([]);
  });

  it("are part of the lint that everybody runs", async () => {
    const real = new ESLint();
    const inTest = (await lint.calculateConfigForFile("lib/domain/x.ts")) as { rules: Record<string, unknown> };
    const inUse = (await real.calculateConfigForFile("lib/domain/x.ts")) as { rules: Record<string, unknown> };
    for (const rule of ["no-restricted-imports", "no-restricted-syntax", "no-restricted-globals"]) {
      expect(inUse.rules[rule]).toEqual(inTest.rules[rule]);
    }
  });
});
