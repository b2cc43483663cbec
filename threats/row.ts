// One line a threat: how often it was tried, what was answered, what was written, what left, and whether the control holds.
export type Row = {
  threat: string;
  attempts: number;
  /** How often each status was answered; 0 is a connection that was closed without an answer. */
  answers: ReadonlyMap<number, number>;
  /** Tables that are not as they were before; undefined where the attempts may write. */
  written: readonly string[];
  /** Where the server connected to and what the simulated Teams was asked, beyond what the attempts may cause. */
  left: readonly string[];
  /** Further figures, for the line. */
  figures: readonly string[];
  /** What did not hold, in words. */
  faults: readonly string[];
};

/** Everything that broke, in words; empty when the control holds. */
export function broken({ attempts, written, left, faults }: Row): string[] {
  return [
    ...(attempts === 0 ? ["nothing was tried"] : []),
    ...(written.length > 0 ? [`written: ${written.join(", ")}`] : []),
    ...(left.length > 0 ? [`left: ${left.join(", ")}`] : []),
    ...faults,
  ];
}

const MAX_FAULTS = 5;

export function lineOf(row: Row): string {
  const faults = broken(row);
  const more = faults.length > MAX_FAULTS ? ` and ${faults.length - MAX_FAULTS} more` : "";
  const answers = [...row.answers].toSorted(([one], [other]) => one - other).map(([status, count]) => `${status} × ${count}`);
  return [
    row.threat,
    row.attempts.toLocaleString("en"),
    answers.join(", "),
    row.written.length === 0 ? "nothing" : row.written.join(", "),
    row.left.length === 0 ? "nothing" : row.left.join(", "),
    row.figures.join("; "),
    faults.length === 0 ? "HOLDS" : `BROKEN: ${faults.slice(0, MAX_FAULTS).join("; ")}${more}`,
  ].join(" | ");
}

export const HEADING = [
  "| threat | attempts | answers | written | left | figures | |",
  "|---|---|---|---|---|---|---|",
].join("\n");
