// What every row does: looks at the database and at what leaves, lets the attempts happen, and looks again.
import type { Answer } from "./ask";
import type { House } from "./house";
import type { Row } from "./row";
import { changedTables, readTraces } from "./traces";

export type Attempts = {
  /** Counts an answer; `expected` are the statuses that a control may answer with. */
  note(what: string, answer: Pick<Answer, "status">, expected: readonly number[]): void;
  /** Something that did not hold. */
  fault(words: string): void;
  figure(words: string): void;
};

export type Allowed = {
  /** Tables that the attempts may change. */
  tables?: readonly string[] | "ANY";
  /** Whether the simulated Teams may be asked. */
  teams?: boolean;
};

export async function attempt(
  house: House, threat: string, allowed: Allowed, work: (attempts: Attempts) => Promise<void>,
): Promise<Row> {
  const answers = new Map<number, number>();
  const faults: string[] = [];
  const figures: string[] = [];
  let attempts = 0;
  const before = await readTraces(house.db);
  const asked = requestsOf(house);
  await house.inspector.connections();
  await work({
    note: (what, { status }, expected) => {
      attempts += 1;
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (!expected.includes(status)) faults.push(`${what} was answered ${status}`);
    },
    fault: (words) => faults.push(words),
    figure: (words) => figures.push(words),
  });
  const after = await readTraces(house.db);
  const own = [new URL(house.databaseUrl).port, new URL(house.simulator.url).port, house.keysPort];
  const strange = (await house.inspector.connections()).filter((place) => !own.some((port) => place === port || place.endsWith(`:${port}`)));
  const { tables = [] } = allowed;
  const changed = tables === "ANY" ? [] : changedTables(before, after).filter((table) => !tables.includes(table));
  const requests = requestsOf(house) - asked;
  return {
    threat, attempts, answers, figures, faults,
    written: changed,
    left: [...new Set(strange), ...(requests > 0 && allowed.teams !== true ? [`${requests} requests to Teams`] : [])],
  };
}

/** Of the Connector and of the directory. */
function requestsOf({ simulator }: House): number {
  return simulator.counts().requests.total;
}
