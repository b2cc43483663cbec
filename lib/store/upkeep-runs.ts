// What the nightly jobs did and found. The newest run of a kind is what the console and the metrics show.
import { type ConsistencyResult, consistencyResultSchema } from "@/lib/domain/consistency";
import { type RetentionResult, retentionResultSchema } from "@/lib/domain/retention";

import type { Db } from "./db";
import { requestJob } from "./jobs";

export const UPKEEP_KINDS = ["RETENTION", "CONSISTENCY"] as const;
export type UpkeepKind = (typeof UPKEEP_KINDS)[number];
/** There is one job of each kind. */
export const UPKEEP_KEY = "nightly";

type Results = { RETENTION: RetentionResult; CONSISTENCY: ConsistencyResult };
export type UpkeepRun<Kind extends UpkeepKind> = { startedAt: Date; finishedAt: Date; result: Results[Kind] };

const RESULT_SCHEMAS = { RETENTION: retentionResultSchema, CONSISTENCY: consistencyResultSchema };
const KEPT_DAYS = 90;
/** A nightly run that is older than this was missed. */
const DUE_AFTER_HOURS = 26;

export async function saveUpkeepRun<Kind extends UpkeepKind>(
  db: Db, kind: Kind, startedAt: Date, result: Results[Kind],
): Promise<void> {
  await db.upkeepRun.create({ data: { kind, startedAt, result }, select: { id: true } });
  await db.$executeRaw`DELETE FROM upkeep_runs WHERE finished_at < now() - ${KEPT_DAYS} * interval '1 day'`;
}

export async function getLastUpkeepRun<Kind extends UpkeepKind>(db: Db, kind: Kind): Promise<UpkeepRun<Kind> | undefined> {
  const row = await db.upkeepRun.findFirst({
    where: { kind },
    orderBy: { finishedAt: "desc" },
    select: { startedAt: true, finishedAt: true, result: true },
  });
  return row ? { ...row, result: RESULT_SCHEMAS[kind].parse(row.result) as Results[Kind] } : undefined;
}

/** At a start: what the night before should have done is done now. A new Herald has nothing to catch up on. */
export async function requestMissedUpkeep(db: Db): Promise<void> {
  for (const kind of UPKEEP_KINDS) {
    const last = await db.upkeepRun.findFirst({ where: { kind }, orderBy: { finishedAt: "desc" }, select: { finishedAt: true } });
    const missed = last && Date.now() - last.finishedAt.getTime() > DUE_AFTER_HOURS * 3_600_000;
    if (missed) await requestJob(db, { kind, key: UPKEEP_KEY });
  }
}
