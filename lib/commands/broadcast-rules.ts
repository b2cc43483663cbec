// Rules that several commands on broadcasts share: finding one, refusing an incomplete one, and saying what state forbids.
import { findGaps } from "@/lib/domain/message";
import { AppError, type Issue } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { getBroadcast, lockBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";
import { getTopicByKey } from "@/lib/store/topics";

import type { Actor, Target } from "./command";
import { namedPerson } from "./person-behind";

/** Throws NOT_FOUND. */
export async function getBroadcastOrThrow(db: Db, id: string): Promise<Broadcast> {
  const broadcast = await getBroadcast(db, id);
  if (!broadcast) throw new AppError("NOT_FOUND", "There is no such broadcast.");
  return broadcast;
}

/**
 * As it is once whoever moves or changes it right now is done; until the end of the transaction nobody else does. Throws
 * NOT_FOUND.
 */
export async function lockBroadcastOrThrow(tx: Db, id: string): Promise<Broadcast> {
  const seen = await getBroadcastOrThrow(tx, id);
  // A page of its audience is written with the row held, for minutes it may be, and nobody changes it meanwhile.
  if (seen.status === "RESOLVING") return seen;
  await lockBroadcast(tx, id);
  return getBroadcastOrThrow(tx, id);
}

/** Throws INCOMPLETE with every gap at once: a person should not find them one by one. */
export function assertComplete(broadcast: Broadcast): void {
  const issues: Issue[] = findGaps(broadcast.message).map((gap) => ({ ...gap, path: `message.${gap.path}` }));
  if (!broadcast.topic) issues.push({ path: "topic", message: "Choose a topic." });
  if (!broadcast.audience && broadcast.purpose !== "STANDING") {
    issues.push({ path: "audience", message: "Choose who should get this." });
  }
  if (issues.length > 0) throw new AppError("INCOMPLETE", "The broadcast is not complete yet.", { issues });
}

/** Throws CONFLICT: someone else was faster, or the life cycle does not lead there. */
export function assertMoved(moved: Broadcast | undefined, before: Broadcast, verb: string): Broadcast {
  if (moved) return moved;
  throw new AppError("CONFLICT", `A broadcast that is ${wordOf(before.status)} cannot be ${verb}.`);
}

/** Throws CONFLICT when the draft is no longer what its author has read. */
export function assertUnchanged(broadcast: Broadcast, revision: number | undefined): void {
  if (revision === undefined || revision === broadcast.revision) return;
  throw new AppError("CONFLICT", "The draft was changed somewhere else in the meantime. Load the newer version first.");
}

/** The topic's id; throws BAD_INPUT when no topic has this key. */
export async function topicIdOf(db: Db, key: string | null | undefined): Promise<string | null> {
  if (key === null || key === undefined) return null;
  const topic = await getTopicByKey(db, key);
  if (!topic) {
    const issues = [{ path: "topic", message: `There is no topic with the key "${key}".` }];
    throw new AppError("BAD_INPUT", "The topic does not exist.", { issues });
  }
  return topic.id;
}

/** Why it stands where it does: whoever brought it there, by name, and by object id so that an erasure finds the name. */
export function broughtBy(actor: Actor, verb: string): { statusReason: string; statusBy: string | null } {
  return { statusReason: `${verb} by ${actor.name}.`, statusBy: namedPerson(actor) };
}

export function broadcastTarget(id: string): Target {
  return { kind: "broadcast", id };
}

function wordOf(status: Broadcast["status"]): string {
  return status.toLowerCase().replace("_", " ");
}
