// Sends the message as it is now to its author alone, through the same engine and the same ledger: a broadcast of purpose
// TEST to one recipient. It is not listed, and it arrives whatever the author has opted out of.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { createBroadcast } from "@/lib/store/broadcasts";
import { findReachablePerson } from "@/lib/store/find-person";

import { assertComplete, broadcastTarget, getBroadcastOrThrow } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const sendTest = defineCommand({
  name: "send-test",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const broadcast = await getBroadcastOrThrow(tx, id);
    assertComplete({ ...broadcast, audience: { kind: "ALL" } });
    if (!("objectId" in actor)) {
      throw new AppError("CONFLICT", "A test goes to the person who asks, and an API key is nobody: use the console.");
    }
    const me = await findReachablePerson(tx, actor);
    if (!me) {
      throw new AppError("CONFLICT", "Herald cannot write to you yet: add the app in Teams or write to it, and try again.");
    }
    return createBroadcast(tx, {
      purpose: "TEST",
      status: "SCHEDULED",
      scheduledAt: new Date(),
      topicId: broadcast.topic?.id ?? null,
      message: broadcast.message,
      audience: { kind: "RECIPIENTS", recipientIds: [me] },
      authorId: actor.objectId,
      authorName: actor.name,
    });
  },
  audit: ({ id }, test) => ({ target: broadcastTarget(id), detail: { test: test.id } }),
});
