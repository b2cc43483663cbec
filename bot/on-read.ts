// A read receipt names the last message that was read. People and admins may switch receipts off, so reads are "at
// least"; for one card they prove its delivery.
import { z } from "zod";

import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordInteraction } from "@/lib/commands/record-interaction";

import type { Activity } from "./activity";
import type { Bot } from "./bot";
import { recordPeople } from "./record-people";
import { sightingOfSender } from "./sightings";

const readSchema = z.object({ lastReadMessageId: z.string().min(1).max(500) });

export async function onRead(bot: Bot, activity: Activity): Promise<void> {
  const read = readSchema.safeParse(activity.value);
  const [person] = await recordPeople(bot, sightingOfSender(activity, "MESSAGE"));
  if (!person || !read.success) return;
  const { lastReadMessageId: activityId } = read.data;
  const input = { recipientId: person.recipientId, activityId, kind: "READ" as const, value: "" };
  await recordInteraction.run(bot.db, SYSTEM_ACTOR, input);
}
