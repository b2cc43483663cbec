// Topics, and how much they are used.
import type { Topic, TopicInput, TopicPatch } from "@/lib/domain/topic";

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

/** Until the end of the transaction nobody else changes this topic, nor asks for approval of a broadcast on it. */
export async function lockTopic(tx: Db, id: string): Promise<void> {
  // What an update takes itself: opting out of the topic and writing on it go on meanwhile.
  await tx.$queryRaw`SELECT id FROM topics WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
}

/** Until the end of the transaction nobody changes this topic. */
export async function holdTopic(tx: Db, id: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM topics WHERE id = ${id}::uuid FOR SHARE`;
}

export function getTopicByKey(db: Db, key: string): Promise<Topic | null> {
  return db.topic.findUnique({ where: { key }, select: columns });
}

/** Undefined when the key is taken. */
export async function createTopic(db: Db, input: TopicInput): Promise<Topic | undefined> {
  const [topic] = await db.topic.createManyAndReturn({ data: [input], skipDuplicates: true, select: columns });
  return topic;
}

/** Undefined leaves a field as it is. */
export function updateTopic(db: Db, id: string, { name, description, mandatory }: TopicPatch): Promise<Topic> {
  const data = {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(mandatory === undefined ? {} : { mandatory }),
  };
  return db.topic.update({ where: { id }, data, select: columns });
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
