// Whether anything was written: a fingerprint of every table, before and after. What the engine and the upkeep write by
// themselves all the time says nothing about who was let in.
import { setTimeout as rest } from "node:timers/promises";

import type { DbPool } from "@/lib/store/db";

/** A worker's heartbeat, its slots, its jobs, and figures it keeps. */
const RESTLESS = ["workers", "send_slots", "jobs", "cached_counts", "upkeep_runs", "directory_syncs", "_herald_migrations"];

export type Traces = ReadonlyMap<string, string>;

const QUIET_MS = 500;
const PATIENCE_MS = 60_000;

/** Once nothing changes any more: what an attempt before has caused, and what this one causes later, is awaited. */
export async function readTraces(db: DbPool): Promise<Traces> {
  const deadline = performance.now() + PATIENCE_MS;
  let traces = await readOnce(db);
  while (performance.now() < deadline) {
    await rest(QUIET_MS);
    const latest = await readOnce(db);
    if (changedTables(traces, latest).length === 0) return latest;
    traces = latest;
  }
  throw new Error("The database does not come to rest.");
}

async function readOnce(db: DbPool): Promise<Traces> {
  const rows = await db.$queryRaw<{ name: string; trace: string }[]>`
    SELECT relname::text AS name, query_to_xml(
      format('SELECT count(*), md5(coalesce(string_agg(t::text, '','' ORDER BY t::text), '''')) FROM %I t', relname),
      false, true, ''
    )::text AS trace
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`;
  return new Map(rows.filter(({ name }) => !RESTLESS.includes(name)).map(({ name, trace }) => [name, trace]));
}

export function changedTables(before: Traces, after: Traces): string[] {
  return [...after].filter(([name, trace]) => before.get(name) !== trace).map(([name]) => name);
}
