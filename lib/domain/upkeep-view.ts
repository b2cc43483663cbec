// What the console shows of the nightly jobs, as the API answers it. Times are ISO 8601.
import type { ConsistencyResult } from "./consistency";
import type { JobStatus } from "./job";
import type { RetentionResult, RetentionRuleName } from "./retention";

/** `status` of the job; null before it was ever asked for. `last`: the newest run that ended well. */
type RunView<Result> = { status: JobStatus | null; last: { startedAt: string; finishedAt: string; result: Result } | null };

export type UpkeepView = {
  rules: { rule: RetentionRuleName; days: number | null; defaultDays: number; leastDays: number }[];
  retention: RunView<RetentionResult>;
  consistency: RunView<ConsistencyResult>;
};
