// A recurring broadcast repeats on a Recurrence: a cron expression on the wall clock of a zone. Each run is a NORMAL
// broadcast of its own, with the message and the audience as they are then; a run that was missed is written down and
// never sent late.
import { z } from "zod";

/** STARTED: it became a broadcast. MISSED: Herald was not running then. REFUSED: it could not be sent, with the reason. */
export const RUN_OUTCOMES = ["STARTED", "MISSED", "REFUSED"] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** A run may start this late, because the job that starts it looks once a minute, and no later. */
export const RUN_GRACE_MINUTES = 10;
export const MAX_CRON = 100;
export const SHOWN_RUNS = 5;

/** What can be wrong with a recurrence; the console has words for each in every language. */
export const RECURRENCE_PROBLEMS = ["FIELDS", "MALFORMED", "TOO_OFTEN", "NEVER", "ZONE", "PAST"] as const;
export type RecurrenceProblem = (typeof RECURRENCE_PROBLEMS)[number];

/** The same for those who use the API. */
export const PROBLEM_WORDS: Record<RecurrenceProblem, string> = {
  FIELDS: 'Enter five fields: minute, hour, day of the month, month, day of the week, such as "0 9 * * 1".',
  MALFORMED: 'This is no cron expression. "0 9 * * 1" means each Monday at 9:00.',
  TOO_OFTEN: "A broadcast repeats once an hour at most: name one minute, such as 0.",
  NEVER: "There is no such day.",
  ZONE: "Enter a time zone such as Europe/Berlin.",
  PAST: "There is no run left before the end.",
};

/** What the clocks do to a run: its time does not exist on that day, or exists twice. */
export const RUN_NOTES = ["CLOCKS_FORWARD", "CLOCKS_BACK"] as const;
export type RunNote = (typeof RUN_NOTES)[number];

const instant = z.iso.datetime({ offset: true, error: "Enter a time such as 2026-12-24T18:00:00Z." });

export const recurrenceInputSchema = z.strictObject({
  /** Minute, hour, day of the month, month, day of the week. */
  cron: z.string().trim().max(MAX_CRON, `At most ${MAX_CRON} characters.`),
  zone: z.string().max(60, "At most 60 characters."),
  /** No run before this, and none after that. */
  startsAt: instant.optional(),
  endsAt: instant.optional(),
});
export type RecurrenceInput = z.output<typeof recurrenceInputSchema>;

export type Recurrence = { cron: string; zone: string; startsAt: Date | null; endsAt: Date | null };

/** The ways to repeat that most people mean, beside any cron expression. */
export const RHYTHMS = ["DAILY", "WEEKDAYS", "WEEKLY", "MONTHLY", "CRON"] as const;
export type Rhythm = (typeof RHYTHMS)[number];

/** Days that every month has, and "L" for its last one. */
export const MONTHDAYS: readonly string[] = [...Array.from({ length: 28 }, (_, index) => String(index + 1)), "L"];

export type RhythmChoice = {
  rhythm: Rhythm;
  /** "09:00" */
  time: string;
  /** 0 is Sunday, as cron has it. */
  weekday: number;
  /** One of MONTHDAYS. */
  monthday: string;
  cron: string;
};

export function cronOf({ rhythm, time, weekday, monthday, cron }: RhythmChoice): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  switch (rhythm) {
    case "DAILY":
      return `${minute} ${hour} * * *`;
    case "WEEKDAYS":
      return `${minute} ${hour} * * 1-5`;
    case "WEEKLY":
      return `${minute} ${hour} * * ${weekday}`;
    case "MONTHLY":
      return `${minute} ${hour} ${monthday} * *`;
    case "CRON":
      return cron.trim();
  }
}

/** The choice that a cron expression came of; one that came of none is itself. */
export function rhythmOf(cron: string): RhythmChoice {
  const none: RhythmChoice = { rhythm: "CRON", time: "09:00", weekday: 1, monthday: "1", cron };
  const match = /^(\d{1,2}) (\d{1,2}) (\*|L|\d{1,2}) \* (\*|1-5|[0-6])$/.exec(cron);
  if (!match) return none;
  const [, minute = "", hour = "", monthday = "", weekdays = ""] = match;
  const timed = { ...none, time: `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}` };
  if (weekdays === "*" && monthday === "*") return { ...timed, rhythm: "DAILY" };
  if (weekdays === "*" && MONTHDAYS.includes(monthday)) return { ...timed, rhythm: "MONTHLY", monthday };
  if (weekdays === "*" || monthday !== "*") return none;
  return weekdays === "1-5" ? { ...timed, rhythm: "WEEKDAYS" } : { ...timed, rhythm: "WEEKLY", weekday: Number(weekdays) };
}
