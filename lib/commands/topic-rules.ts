// Rules that the commands on topics share.
import type { Topic } from "@/lib/domain/topic";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { getTopic, listTopics, type TopicUse } from "@/lib/store/topics";

import type { Actor } from "./command";

/** Throws FORBIDDEN: taking away the way out, or giving it back, is an admin's decision. */
export function assertMayMandate(actor: Actor): void {
  if (isAdmin(actor)) return;
  throw new AppError("FORBIDDEN", "Only an admin may decide whether a topic is mandatory.");
}

/** Throws FORBIDDEN: what nobody can opt out of is sent by those who answer for it. */
export function assertMayUse(actor: Actor, topic: Topic | null): void {
  if (!topic?.mandatory || isAdmin(actor)) return;
  throw new AppError("FORBIDDEN", `Nobody can opt out of "${topic.name}", so only an admin may send on it.`);
}

function isAdmin(actor: Actor): boolean {
  return actor.kind === "SYSTEM" || ("role" in actor && actor.role === "admin");
}

/** Throws NOT_FOUND. */
export async function getTopicOrThrow(db: Db, id: string): Promise<Topic> {
  const topic = await getTopic(db, id);
  if (!topic) throw new AppError("NOT_FOUND", "There is no such topic.");
  return topic;
}

/** With how much it is used. Throws NOT_FOUND. */
export async function getTopicUseOrThrow(db: Db, id: string): Promise<TopicUse> {
  const topic = (await listTopics(db)).find((candidate) => candidate.id === id);
  if (!topic) throw new AppError("NOT_FOUND", "There is no such topic.");
  return topic;
}
