// When to send, and until when it is worth sending, as the author has them in hand. Each is what the date field holds
// plus, for a time that happens twice, which of the two is meant; judged here, worded by the components.
import { formatLocalTime, parseLocalTime } from "./zone-time";

export const OCCURRENCES = ["EARLIER", "LATER"] as const;
export type Occurrence = (typeof OCCURRENCES)[number];
export type TypedTime = { time: string; occurrence: Occurrence | null };

/** The typed time is kept while one looks at "now", or at no expiry, again. */
export type When = TypedTime & { kind: "NOW" | "LATER" };
export type Expires = TypedTime & { on: boolean };

export type TimeProblem = "timeMissing" | "timePast" | "timeSkipped" | "timeTwice";
export type ExpiryProblem = TimeProblem | "expiryTooEarly";

/** The typed moment; undefined while it is none, or could be either of two. */
export function momentOf({ time, occurrence }: TypedTime): Date | undefined {
  const parsed = parseLocalTime(time);
  if (parsed.kind === "OK") return parsed.date;
  if (parsed.kind !== "TWICE" || occurrence === null) return undefined;
  return occurrence === "EARLIER" ? parsed.earlier : parsed.later;
}

export function timeProblem(typed: TypedTime, now: Date): TimeProblem | undefined {
  const { kind } = parseLocalTime(typed.time);
  if (kind === "SKIPPED_BY_CLOCKS") return "timeSkipped";
  if (kind === "EMPTY" || kind === "MALFORMED") return "timeMissing";
  const moment = momentOf(typed);
  if (!moment) return "timeTwice";
  return moment > now ? undefined : "timePast";
}

export function whenProblem(when: When, now: Date): TimeProblem | undefined {
  return when.kind === "NOW" ? undefined : timeProblem(when, now);
}

/** An expiry at or before the start would skip everybody. */
export function expiryProblem(expires: Expires, when: When, now: Date): ExpiryProblem | undefined {
  if (!expires.on) return undefined;
  const problem = timeProblem(expires, now);
  if (problem) return problem;
  const start = when.kind === "LATER" ? momentOf(when) : undefined;
  const end = momentOf(expires);
  return start && end && end <= start ? "expiryTooEarly" : undefined;
}

/** As the API wants it: an exact instant, so that no zone is left to guess. */
export function isoOf(typed: TypedTime): string | undefined {
  return momentOf(typed)?.toISOString();
}

/** What a draft that was taken back had planned, for the field to begin with; empty once that has passed. */
export function typedTimeOf(at: string | null, now: Date): TypedTime {
  if (at === null || new Date(at) <= now) return { time: "", occurrence: null };
  const time = formatLocalTime(new Date(at));
  const parsed = parseLocalTime(time);
  if (parsed.kind !== "TWICE") return { time, occurrence: null };
  return { time, occurrence: parsed.earlier.getTime() === Date.parse(at) ? "EARLIER" : "LATER" };
}
