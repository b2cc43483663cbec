// A reaction to a card proves that it was delivered. Taking one back proves nothing new.
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { recordInteraction } from "@/lib/commands/record-interaction";

import type { Activity } from "./activity";
import type { Bot } from "./bot";
import { recordPeople } from "./record-people";
import { sightingOfSender } from "./sightings";

export async function onReaction(bot: Bot, activity: Activity): Promise<void> {
  const [person] = await recordPeople(bot, sightingOfSender(activity, "MESSAGE"));
  const { replyToId: activityId, reactionsAdded = [] } = activity;
  if (!person || !activityId) return;
  for (const { type } of reactionsAdded) {
    const input = { recipientId: person.recipientId, activityId, kind: "REACTION" as const, value: type ?? "" };
    await recordInteraction.run(bot.db, SYSTEM_ACTOR, input);
  }
}
