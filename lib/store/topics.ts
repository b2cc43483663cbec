// Topics, and how much they are used.
import type { Topic, TopicInput } from "@/lib/domain/topic";

import type { Db } from "./db";

const columns = { id: true, key: true, name: true, description: true, mandatory: true } as const;
const MAX_TOPICS = 500;

export type TopicUse = Topic & { optOuts: number; broadcasts: number };

export async function listTopics(db: Db): Promise<TopicUse[]> {
  const rows = await db.topic.findMany({
    orderBy: { name: "asc" },
    take: MAX_TOPICS,
    select: { ...columns, _count: { select: { optOuts: true, broadcasts: true } } },
  });
  return rows.map(({ _count, ...topic }) => ({ ...topic, ..._count }));
}

export function getTopic(db: Db, id: string): Promise<Topic | null> {
  return db.topic.findUnique({ where: { id }, select: columns });
}

export function getTopicByKey(db: Db, key: string): Promise<Topic | null> {
  return db.topic.findUnique({ where: { key }, select: columns });
}

/** Undefined when the key is taken. */
export async function createTopic(db: Db, input: TopicInput): Promise<Topic | undefined> {
  const [topic] = await db.topic.createManyAndReturn({ data: [input], skipDuplicates: true, select: columns });
  return topic;
}

export function updateTopic(db: Db, id: string, patch: Partial<Omit<TopicInput, "key">>): Promise<Topic> {
  return db.topic.update({ where: { id }, data: patch, select: columns });
}

/** How many broadcasts use the topic: one that is used cannot be deleted. */
export function countTopicBroadcasts(db: Db, id: string): Promise<number> {
  return db.broadcast.count({ where: { topicId: id } });
}

/** How many broadcasts on the topic are in review, or approved and not over. */
export function countApproved(db: Db, id: string): Promise<number> {
  const status = { in: ["SCHEDULED", "RESOLVING", "SENDING", "PAUSED", "ACTIVE"] };
  return db.broadcast.count({ where: { topicId: id, OR: [{ status: "IN_REVIEW" }, { status, approvedAt: { not: null } }] } });
}

export async function deleteTopic(db: Db, id: string): Promise<void> {
  await db.topic.delete({ where: { id }, select: { id: true } });
}
