// GET: all topics with their use. POST: a new one.
import { handle, read } from "@/app/api/_handle";
import { createTopic } from "@/lib/commands/create-topic";
import { listTopics } from "@/lib/store/topics";

export const GET = read(async ({ db }) => ({ items: await listTopics(db), next: null }));

export const POST = handle(createTopic, (body) => body, (topic) => ({ ...topic, optOuts: 0, broadcasts: 0 }), 201);
