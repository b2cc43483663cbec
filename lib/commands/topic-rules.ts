// What is an admin's because it takes something from everybody: their way out of a topic, or their turn.
import type { Topic } from "@/lib/domain/topic";
import { AppError } from "@/lib/errors";
import { getApprovalRule } from "@/lib/store/approvals";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import type { Db } from "@/lib/store/db";
import { countApproved, getTopic, listTopics, type TopicUse } from "@/lib/store/topics";

import type { Actor } from "./command";

/** Throws FORBIDDEN: taking away the way out, or giving it back, is an admin's decision. */
export function assertMayMandate(actor: Actor): void {
  if (isAdmin(actor)) return;
  throw new AppError("FORBIDDEN", "Only an admin may decide whether a topic is mandatory.");
}

/** Throws FORBIDDEN: a topic's name is part of each card, of those too that others have approved or are reading right now. */
export async function assertMayRename(db: Db, actor: Actor, topic: Topic): Promise<void> {
  if (isAdmin(actor)) return;
  const count = topic.mandatory ? 0 : await countApproved(db, topic.id);
  if (!topic.mandatory && count === 0) return;
  const broadcasts = count === 1 ? "1 broadcast that was" : `${count} broadcasts that were`;
  const why = topic.mandatory ? `Nobody can opt out of "${topic.name}"` : `It stands on ${broadcasts} sent for approval`;
  const message = `${why}, so only an admin may rename it. Ask one, or make another topic.`;
  throw new AppError("FORBIDDEN", message, { issues: [{ path: "name", message }] });
}

/** Throws FORBIDDEN: what nobody can opt out of is sent by those who answer for it. */
export function assertMayUse(actor: Actor, topic: Topic | null): void {
  if (!topic?.mandatory || isAdmin(actor)) return;
  throw new AppError("FORBIDDEN", `Nobody can opt out of "${topic.name}", so only an admin may send on it.`);
}

/**
 * Throws FORBIDDEN: what goes before all others is sent by those who answer for it, unless somebody else must approve it
 * because it is urgent. Nobody approves a standing broadcast.
 */
export async function assertMayHurry(
  db: Db, actor: Actor, { priority, purpose }: Pick<Broadcast, "priority" | "purpose">,
): Promise<void> {
  if (priority !== "URGENT" || isAdmin(actor)) return;
  if (purpose !== "STANDING" && (await getApprovalRule(db)).urgent) return;
  const message = "Urgent goes before all others, so only an admin may send it.";
  throw new AppError("FORBIDDEN", message, { issues: [{ path: "priority", message }] });
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
