// Somebody has filled in the form of a channel for all members of its team: it becomes a draft like any other, under an
// id that the form has had from the start, so that an invoke that Teams repeats, or a form that is corrected, is one draft.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

import { messageSchema } from "@/lib/domain/message";
import { topicKeySchema } from "@/lib/domain/topic";
import { AppError } from "@/lib/errors";
import { changeBroadcast, createBroadcast, getBroadcast, lockBroadcastId } from "@/lib/store/broadcasts";

import { assertAudienceExists } from "./audience-rules";
import { broadcastTarget, topicIdOf } from "./broadcast-rules";
import { defineCommand, WRITERS } from "./command";

export const saveTeamMessage = defineCommand({
  name: "save-team-message",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), teamId: z.uuid(), topic: topicKeySchema, message: messageSchema }),
  /** Throws CONFLICT when it has been sent, or is somebody else's. */
  handle: async (tx, actor, { id, teamId, topic, message }) => {
    const audience = { kind: "TEAM_MEMBERS" as const, teamIds: [teamId] };
    await assertAudienceExists(tx, audience);
    const topicId = await topicIdOf(tx, topic);
    await lockBroadcastId(tx, id);
    const before = await getBroadcast(tx, id);
    const authorId = "objectId" in actor ? actor.objectId : null;
    if (!before) return createBroadcast(tx, { id, topicId, message, audience, authorId, authorName: actor.name });
    // Pressed again, or told again by Teams: the cards of all presses go on with one revision, whichever arrives last.
    const isSame = before.status === "DRAFT" && before.topic?.id === topicId && isDeepStrictEqual(before.message, message);
    if (isSame && before.authorId === authorId) return before;
    const change = { topicId, message, audience, editorId: authorId };
    const changed = before.authorId === authorId && (await changeBroadcast(tx, id, before.revision, change));
    if (!changed) throw new AppError("CONFLICT", "Only its author can change it, and only before it is sent.");
    return changed;
  },
  audit: ({ id, teamId }) => ({ target: broadcastTarget(id), detail: { teamId } }),
});
