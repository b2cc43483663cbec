// Who answers for what is done: the person, or whoever made the API key that does it. Nobody approves what a key of their own
// has written or sent.
import { findKeyMaker } from "@/lib/store/api-keys";
import type { Db } from "@/lib/store/db";

import type { Actor } from "./command";

/** An object id; null when no person is behind it, or none that is known. */
export async function personBehind(db: Db, actor: Actor): Promise<string | null> {
  return (await findBehind(db, actor))?.objectId ?? null;
}

/** The same, by the id of the person of the console. */
export async function personIdBehind(db: Db, actor: Actor): Promise<string | null> {
  return (await findBehind(db, actor))?.id ?? null;
}

/** The object id of whose name the actor's is; null for a key, which has a name of its own. */
export function namedPerson(actor: Actor): string | null {
  return actor.kind === "PERSON" ? actor.objectId : null;
}

async function findBehind(db: Db, actor: Actor): Promise<{ id: string; objectId: string } | null> {
  switch (actor.kind) {
    case "PERSON":
      return actor;
    case "API_KEY":
      return findKeyMaker(db, actor.id, actor.formerSecret ? "BEFORE" : "NOW");
    case "RECIPIENT":
    case "SYSTEM":
      return null;
  }
}
