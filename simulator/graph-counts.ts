// The tally of Graph: requests by operation and answer, parts of a batch counted like requests of their own, and how
// many people and teams the app was really installed for.
import type { GraphOperation } from "./graph-calls";

export type GraphCountsReport = {
  /** Answers by operation, such as `{"installForUser": {"201": 12, "409": 3}}`. */
  requests: { total: number; byOperation: Record<string, Record<string, number>> };
  refused429: number;
  installedPeople: number;
  installedTeams: number;
};

export class GraphCounts {
  installedPeople = 0;
  installedTeams = 0;
  #total = 0;
  #refused429 = 0;
  readonly #byOperation = new Map<GraphOperation, Map<string, number>>();

  /** `answer` is the status, or the word for an accident on the wire such as `hang`. */
  record(operation: GraphOperation, answer: number | string): void {
    this.#total += 1;
    if (answer === 429) this.#refused429 += 1;
    const answers = this.#byOperation.get(operation) ?? new Map<string, number>();
    answers.set(String(answer), (answers.get(String(answer)) ?? 0) + 1);
    this.#byOperation.set(operation, answers);
  }

  report(): GraphCountsReport {
    const byOperation = [...this.#byOperation].map(([operation, answers]) => [operation, Object.fromEntries(answers)] as const);
    return {
      requests: { total: this.#total, byOperation: Object.fromEntries(byOperation) },
      refused429: this.#refused429,
      installedPeople: this.installedPeople,
      installedTeams: this.installedTeams,
    };
  }
}
