// A Job is coarse work that outlives a request and may take minutes: a directory sync, an export. It is named by its kind
// and a key, and carries nothing else: what it works on, and how far it came, stands in rows that the key leads to, so
// that it can be interrupted anywhere and go on. A new kind is a line here and a handler in worker.ts.

type JobFacts = {
  /** What the key of a job of this kind names. */
  key: string;
  /** How often a failed or lost run is tried again by itself, and the first rest before that; each rest doubles. */
  retries: number;
  retryAfterSeconds: number;
  /** Jobs of this kind, with different keys, that one process runs at once. */
  atOnce: number;
  /** So frequent that only its failures are worth a line in the log. */
  quiet?: true;
};

export const JOB_KINDS = {
  DIRECTORY_SYNC: { key: "the tenant", retries: 6, retryAfterSeconds: 10, atOnce: 1 },
  TEAM_INSTALL: { key: "the group of the team", retries: 3, retryAfterSeconds: 10, atOnce: 1 },
  GROUP_SEARCH: { key: "the tenant and the words", retries: 1, retryAfterSeconds: 2, atOnce: 2 },
  EXPORT: { key: "the export", retries: 3, retryAfterSeconds: 5, atOnce: 2 },
  RECURRING_RUNS: { key: "all", retries: 2, retryAfterSeconds: 5, atOnce: 1, quiet: true },
  RETENTION: { key: "nothing: there is one", retries: 2, retryAfterSeconds: 60, atOnce: 1 },
  CONSISTENCY: { key: "nothing: there is one", retries: 2, retryAfterSeconds: 60, atOnce: 1 },
} as const satisfies Record<string, JobFacts>;

export type JobKind = keyof typeof JOB_KINDS;

/** WANTED: asked for. QUEUED: a worker will take it, or try it again. DONE and FAILED may be asked for anew. */
export const JOB_STATUSES = ["WANTED", "QUEUED", "RUNNING", "DONE", "FAILED"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/**
 * How a run ended. FAILED carries a code that lib/texts has words for; `again` when a later try may well succeed. DONE may
 * carry one too, of a part that could not be done and costs the rest nothing. STOPPED: the signal was given, and another
 * worker is to go on from where the rows are.
 */
export type JobEnd = { kind: "DONE"; problem?: string } | { kind: "FAILED"; code: string; again: boolean } | { kind: "STOPPED" };

export type JobRun = {
  key: string;
  /** Given when the process stops or has lost the job to another. */
  signal: AbortSignal;
  /** How far it is, for the pages; of `total`, where that is known. */
  report(done: number, total?: number): Promise<void>;
};

/** Never throws for what the world answers; what it throws is a bug, is logged, and counts as FAILED with ERROR. */
export type JobHandler = (run: JobRun) => Promise<JobEnd>;
export type JobHandlers = { [Kind in JobKind]?: JobHandler };

/** When a job is wanted by itself: a cron expression, in UTC. */
export type JobSchedule = { kind: JobKind; key: string; cron: string };
