// The files of the embedded PostgreSQL: `postgres.json` in the data folder (password, port, where the cluster is;
// readable by its owner only) and the cluster itself.
import { randomBytes } from "node:crypto";
import {
  chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";

import { StartError } from "@/lib/errors";

import { type Owner, placeCluster } from "./embedded-place";
import type { Programs } from "./embedded-programs";
import { isAlive } from "./embedded-run";

export const DATABASE_USER = "herald";
export const DATABASE_NAME = "herald";

const clusterSchema = z.object({ folder: z.string(), port: z.number().int(), password: z.string().min(1) });

/** `folder` holds `data` (the cluster) and `server.log`; `port` is on 127.0.0.1. */
export type Cluster = z.infer<typeof clusterSchema>;

export function dataFolder(cluster: Cluster): string {
  return join(cluster.folder, "data");
}

export function databaseUrlOf(cluster: Cluster, database = DATABASE_NAME): string {
  return `postgresql://${DATABASE_USER}:${cluster.password}@127.0.0.1:${cluster.port}/${database}`;
}

/** The cluster of this data folder, if there ever was one. */
export function readCluster(dataDir: string): Cluster | undefined {
  const file = clusterFile(dataDir);
  if (!existsSync(file)) return undefined;
  try {
    return clusterSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new StartError(`${file} is damaged: restore it, or delete the folder ${dataDir} to start anew.`, { cause: error });
  }
}

export function saveCluster(dataDir: string, cluster: Cluster): void {
  const draft = `${clusterFile(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(cluster, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, clusterFile(dataDir));
}

export function clusterFile(dataDir: string): string {
  return join(dataDir, "postgres.json");
}

/** The cluster of this data folder, made when there is none. The caller holds the lock. */
export async function makeCluster(dataDir: string, owner: Owner | undefined, programs: Programs): Promise<Cluster> {
  const known = readCluster(dataDir);
  const folder = known?.folder ?? placeCluster(dataDir, owner);
  const cluster = known ?? { folder, port: await findFreePort(), password: randomBytes(24).toString("base64url") };
  if (existsSync(join(dataFolder(cluster), "PG_VERSION"))) {
    if (known !== undefined) return cluster;
    throw new StartError(
      `The password of the database in ${folder} is lost: restore ${clusterFile(dataDir)}, or delete ${folder}.`,
    );
  }
  saveCluster(dataDir, cluster);
  await initialise(cluster, owner, programs);
  return cluster;
}

// Made beside its place and renamed, so that a start which is killed leaves a whole cluster or none.
async function initialise(cluster: Cluster, owner: Owner | undefined, programs: Programs): Promise<void> {
  const { folder, password } = cluster;
  const draft = join(folder, "data.new");
  const passwordFile = join(folder, "password.new");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid);
  try {
    const { code, output } = await programs.run("initdb", [
      "-D", draft, "-U", DATABASE_USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8",
      "--locale-provider=builtin", "--locale=C.UTF-8",
    ]);
    if (code !== 0) throw new StartError(`The database could not be created in ${folder}: ${lastLine(output)}.`);
    renameSync(draft, dataFolder(cluster));
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Removes a postmaster.pid that a killed server left behind; keeps one whose server still lives. */
export function removeStalePidFile(cluster: Cluster): void {
  const data = dataFolder(cluster);
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  // After a restart of the machine another program may have the number, so being alive is not enough.
  if (Number.isInteger(pid) && isAlive(pid) && runsIn(pid, data)) return;
  rmSync(file, { force: true });
}

// Linux tells the folder a process is in, and PostgreSQL goes into its cluster. Elsewhere, alive must count as ours.
function runsIn(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return !existsSync("/proc/self/cwd");
    if (code === "EACCES" || code === "EPERM") return false;
    throw error;
  }
}

export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}

export function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.replace(/\.$/, "") ?? "";
}
