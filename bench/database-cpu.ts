// CPU seconds of a PostgreSQL server and all its processes, from /proc (Linux only). Backends that have ended count too:
// their time is in the postmaster's sum of its children.
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

import type { DbPool } from "@/lib/store/db";

const TICKS_PER_SECOND = 100;

/** Throws where there is no /proc. */
export async function databaseCpuSeconds(db: DbPool): Promise<number> {
  const rows = await db.$queryRaw`SELECT pg_backend_pid() AS pid`;
  const [{ pid }] = z.tuple([z.object({ pid: z.number() })]).parse(rows);
  const postmaster = readStat(pid).parent;
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number)
    .flatMap((child) => tryReadStat(child) ?? []).filter(({ parent }) => parent === postmaster);
  const own = readStat(postmaster);
  return children.reduce((sum, child) => sum + child.seconds, own.seconds + own.childrenSeconds);
}

type Stat = { parent: number; seconds: number; childrenSeconds: number };

function readStat(pid: number): Stat {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything; fields are counted behind it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const ticks = (index: number): number => Number(fields[index]) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), seconds: ticks(11) + ticks(12), childrenSeconds: ticks(13) + ticks(14) };
}

/** Undefined for a process that has just ended. */
function tryReadStat(pid: number): Stat | undefined {
  try {
    return readStat(pid);
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
