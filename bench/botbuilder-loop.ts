// The way Microsoft's samples send: continueConversationAsync with a stored reference, one activity in each turn.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type ConversationReference } from "botbuilder";

import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import type { Person } from "@/simulator/people";

import { exampleActivity } from "./example-activity";
import { inParallel } from "./in-parallel";

export async function sendWithBotbuilder(serviceUrl: string, people: readonly Person[], concurrency: number): Promise<void> {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  await inParallel(people, concurrency, async (person) => {
    await adapter.continueConversationAsync("", referenceOf(serviceUrl, person), async (context) => {
      await context.sendActivity(exampleActivity());
    });
  });
}

function referenceOf(serviceUrl: string, { conversationId, teamsUserId }: Person): Partial<ConversationReference> {
  return {
    channelId: "msteams",
    serviceUrl,
    bot: { id: "28:herald", name: "Herald" },
    user: { id: teamsUserId, name: "" },
    conversation: {
      id: conversationId, isGroup: false, conversationType: "personal", name: "", tenantId: PRACTICE_TENANT_ID,
    },
  };
}
