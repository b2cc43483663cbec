// The embedded database starts once, keeps its data through stops and kills, and is closed to everybody else.
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { readCluster } from "./embedded-cluster";
import { eraseEmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "herald-embedded-"));
  folder = join(parent, "data");
});

afterEach(async () => {
  await eraseEmbeddedPostgres(folder);
  rmSync(parent, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function clusterOf(dataDir: string): { folder: string; port: number } {
  const cluster = readCluster(dataDir);
  if (cluster === undefined) throw new Error("there is no cluster");
  return cluster;
}

function serverPid(): number {
  return Number.parseInt(readFileSync(join(clusterOf(folder).folder, "data", "postmaster.pid"), "utf8"), 10);
}

describe("startEmbeddedPostgres", () => {
  it("keeps its data and its address when it is stopped and started again", async () => {
    const first = await startEmbeddedPostgres(folder);
    expect(first.started).toBe(true);
    await query(first.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    expect(await first.stop()).toBe(true);
    await expect(query(first.databaseUrl, "SELECT 1")).rejects.toThrow("ECONNREFUSED");

    const second = await startEmbeddedPostgres(folder);
    expect(second).toMatchObject({ started: true, databaseUrl: first.databaseUrl });
    expect(await query(second.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("is safe by default: fsync on, loopback only, a password in a file of the owner's", async () => {
    const { databaseUrl } = await startEmbeddedPostgres(folder);
    expect(await query(databaseUrl, `SELECT current_setting('fsync') AS fsync,
      current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`))
      .toEqual([{ fsync: "on", addresses: "127.0.0.1", sockets: "" }]);
    expect(statSync(join(folder, "postgres.json")).mode & 0o777).toBe(0o600);
    const guess = new URL(databaseUrl);
    guess.password = "guess";
    await expect(query(guess.href, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  it("gives two simultaneous starts the same server, started once", async () => {
    const both = await Promise.all([startEmbeddedPostgres(folder), startEmbeddedPostgres(folder)]);
    expect(both.map(({ started }) => started).sort()).toEqual([false, true]);
    expect(both[0].databaseUrl).toBe(both[1].databaseUrl);
  });

  it("stays up for another process that is connected, and stops once that has gone", async () => {
    const server = await startEmbeddedPostgres(folder);
    const other = new pg.Client({ connectionString: server.databaseUrl });
    await other.connect();
    expect(await server.stop()).toBe(false);
    expect((await other.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await other.end();
    expect(await server.stop()).toBe(true);
  });

  it("recovers by itself when the server was killed with SIGKILL", async () => {
    const { databaseUrl } = await startEmbeddedPostgres(folder);
    await query(databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(serverPid(), "SIGKILL");
    const again = await startEmbeddedPostgres(folder);
    expect(again.started).toBe(true);
    expect(await query(again.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });

  it("is not deceived by a stale pid file whose number now belongs to another program", async () => {
    const server = await startEmbeddedPostgres(folder);
    const file = join(clusterOf(folder).folder, "data", "postmaster.pid");
    const lines = readFileSync(file, "utf8").split("\n");
    await server.stop();
    const stranger = spawn("sleep", ["60"]);
    try {
      writeFileSync(file, [String(stranger.pid), ...lines.slice(1)].join("\n"));
      expect((await startEmbeddedPostgres(folder)).started).toBe(true);
    } finally {
      stranger.kill();
    }
  });

  it("moves to another port when somebody else has taken its own", async () => {
    const server = await startEmbeddedPostgres(folder);
    await query(server.databaseUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    await server.stop();
    const squatter = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => squatter.listen(clusterOf(folder).port, "127.0.0.1", resolve));
    try {
      const moved = await startEmbeddedPostgres(folder);
      expect(moved.databaseUrl).not.toBe(server.databaseUrl);
      expect(await query(moved.databaseUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    } finally {
      squatter.close();
    }
  });

  it("works below a folder that only its owner may enter", async () => {
    chmodSync(parent, 0o700);
    const { databaseUrl } = await startEmbeddedPostgres(folder);
    expect(await query(databaseUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("starts over after being erased, and leaves nothing behind", async () => {
    await startEmbeddedPostgres(folder);
    const place = clusterOf(folder).folder;
    await eraseEmbeddedPostgres(folder);
    expect(() => statSync(place)).toThrow("ENOENT");
    expect((await startEmbeddedPostgres(folder)).started).toBe(true);
  });

  it("says in one sentence that the data folder cannot be written", async () => {
    writeFileSync(join(parent, "file"), "");
    await expect(startEmbeddedPostgres(join(parent, "file", "data"))).rejects.toThrow(
      /^The folder .* cannot be written: change its permissions, or set HERALD_DATA_DIR to another folder\.$/,
    );
  });

  it("refuses a cluster whose password file is lost, and says what to do", async () => {
    const server = await startEmbeddedPostgres(folder);
    await server.stop();
    const { folder: place } = clusterOf(folder);
    const file = join(folder, "postgres.json");
    const kept = readFileSync(file, "utf8");
    rmSync(file);
    await expect(startEmbeddedPostgres(folder)).rejects.toThrow(`The password of the database in ${place} is lost`);
    writeFileSync(file, kept);
  });

  it("finishes a first start that was killed half-way", async () => {
    const server = await startEmbeddedPostgres(folder);
    await server.stop();
    const { folder: place } = clusterOf(folder);
    rmSync(join(place, "data"), { recursive: true });
    mkdirSync(join(place, "data.new"), { recursive: true });
    expect((await startEmbeddedPostgres(folder)).started).toBe(true);
  });
});
