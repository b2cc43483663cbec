#!/usr/bin/env node
// Stands in for Prisma's schema engine: a binary that Prisma's command line downloads from outside the npm registry,
// so `generate` and `migrate` fail on a closed network. PRISMA_SCHEMA_ENGINE_BINARY points here, and the same
// JSON-RPC on stdin and stdout is answered by the WASM build of the engine, which npm does carry.
// Used while developing and testing only; a server applies migrations with lib/store/migrate.ts.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

import { adapterFactory, connectionParts } from "./prisma-schema-adapter.mjs";

const args = process.argv.slice(2);
const options = readOptions(args);

if (args.includes("cli")) await runDatabaseCommand();
else serve();

function readOptions(list) {
  const found = { datamodels: [], url: undefined };
  list.forEach((name, i) => {
    const value = list[i + 1];
    if (name === "--datamodels") found.datamodels.push([value, readFileSync(value, "utf8")]);
    if (name === "--datasource") found.url = JSON.parse(value).url;
  });
  return found;
}

/** Answers one request after the other, in the order they came, until stdin ends. */
function serve() {
  let engine;
  let tail = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const request = JSON.parse(line);
    if (request.method === undefined) return;
    engine ??= startEngine();
    tail = tail.then(() => answer(engine, request));
  });
  lines.on("close", () => tail.then(() => process.exit(0)));
}

async function startEngine() {
  // A panic inside the WASM module reaches us only through this registry; the process cannot go on after one.
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      console.error(JSON.stringify({ level: "ERROR", fields: { message } }));
      setTimeout(() => process.exit(101), 50);
    },
  };
  const wasm = fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm"))
    .replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const url = options.url ?? process.env.DATABASE_URL;
  const factory = adapterFactory(connectionParts(url || "postgresql://localhost/none"));
  const datamodels = options.datamodels.length > 0 ? options.datamodels : undefined;
  return glue.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
}

async function answer(starting, { id, method, params }) {
  try {
    const engine = await starting;
    const result = await engine[method === "getDatabaseVersion" ? "version" : method](params);
    if (method === "diff" && result?.stdout) print(result.stdout);
    send({ id, result: result ?? null });
  } catch (error) {
    const message = String(error?.message ?? error);
    const data = { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta ?? null };
    send({ id, error: { code: 4466, message, data } });
  }
}

// The native engine prints a diff through a request of its own to the command line, not in the answer.
function print(content) {
  send({ id: 1_000_000, method: "print", params: { content } });
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

/** `cli can-connect-to-database` and `cli create-database`: exit code 0, or an error line that Prisma knows. */
async function runDatabaseCommand() {
  const config = connectionParts(options.url);
  const creates = args.includes("create-database");
  const client = new pg.Client(creates ? { ...config, database: "postgres" } : config);
  try {
    await client.connect();
    if (creates) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(config.database)}`);
    await client.end();
    process.exit(0);
  } catch (error) {
    const code = { "3D000": "P1003", ECONNREFUSED: "P1001", "28P01": "P1000" }[error.code] ?? "P1011";
    const fields = { message: error.message, is_panic: false, error_code: code };
    const meta = { database_name: config.database };
    const line = { level: "ERROR", target: "schema_engine::logger", fields: { ...fields, meta } };
    console.error(`\n${JSON.stringify(line)}`);
    process.exit(1);
  }
}
