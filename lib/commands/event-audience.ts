// Whom an event is for: the people it names, found by what its system calls them, or an audience. Everybody nobody knows
// is named in one refusal, or left out and reported, as the event says.
import type { Audience } from "@/lib/domain/audience";
import type { EventInput } from "@/lib/domain/external-event";
import { AppError, type Issue } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { findPeople } from "@/lib/store/find-people";

import { assertAudienceIsWhole } from "./audience-rules";
import { mayBeSeveral } from "./recipient-rules";

export type EventAudience = {
  /** Null when there is nobody to tell. */
  audience: Audience | null;
  /** What the event called people whom nobody knows. */
  leftOut: string[];
  issues: Issue[];
};

type Named = Pick<EventInput, "audience" | "people" | "unknownPeople">;

export async function findEventAudience(db: Db, { audience, people, unknownPeople }: Named): Promise<EventAudience> {
  if (people) return findNamedPeople(db, people, unknownPeople);
  return { audience: audience ?? null, leftOut: [], issues: await findAudienceIssues(db, audience ?? null) };
}

async function findNamedPeople(db: Db, people: string[], unknownPeople: Named["unknownPeople"]): Promise<EventAudience> {
  const found = await findPeople(db, people);
  const issues: Issue[] = [];
  const leftOut: string[] = [];
  const ids = new Set<string>();
  people.forEach((word, index) => {
    const [id, ...others] = found[index] ?? [];
    const path = `people.${index}`;
    if (id === undefined) {
      leftOut.push(word);
      if (unknownPeople === "REFUSE") issues.push({ path, message: `Nobody is known as "${word}".` });
    } else if (others.length > 0) {
      issues.push({ path, message: mayBeSeveral(word, others.length + 1) });
    } else {
      ids.add(id);
    }
  });
  if (ids.size === 0 && issues.length === 0) issues.push({ path: "people", message: "None of these people is known." });
  return { audience: ids.size > 0 ? { kind: "RECIPIENTS", recipientIds: [...ids] } : null, leftOut, issues };
}

/** The refusal of an audience as issues, to be named together with all others. */
async function findAudienceIssues(db: Db, audience: Audience | null): Promise<Issue[]> {
  try {
    await assertAudienceIsWhole(db, audience);
    return [];
  } catch (error) {
    if (error instanceof AppError) return [...error.issues];
    throw error;
  }
}
