// Changes a draft, or what a standing or recurring broadcast sends from now on, under the revision its author saw: two
// tabs cannot overwrite each other silently. To change what is live is to send.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

import { broadcastPatchSchema, staysEditable } from "@/lib/domain/broadcast";
import { AppError } from "@/lib/errors";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { changeBroadcast } from "@/lib/store/broadcasts";
import type { Db } from "@/lib/store/db";

import { assertAudienceExists } from "./audience-rules";
import {
  assertComplete, assertMoved, assertUnchanged, broadcastTarget, broughtBy, lockBroadcastOrThrow, topicIdOf,
} from "./broadcast-rules";
import { type Actor, defineCommand, WRITERS } from "./command";
import { confirmedSchema } from "./estimate-input";
import { assertScope } from "./key-rules";
import { personBehind } from "./person-behind";
import { endReview } from "./review-rules";
import { assertWithinSendLimits } from "./send-limits";
import { startRepeating } from "./start-sending";
import { textHash } from "./text-hash";
import { assertMayHurry, assertMayUse } from "./topic-rules";

/** `confirmed` is asked for when a recurring broadcast would reach others than before. */
export const draftChangeSchema = broadcastPatchSchema.extend({ confirmed: confirmedSchema });

/** `reachesOthers`: it repeats, and its runs go to other people from now on. */
type Changed = Broadcast & { reachesOthers: boolean };

export const changeDraft = defineCommand({
  name: "change-draft",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), revision: z.int(), change: draftChangeSchema }),
  handle: async (tx, actor, { id, revision, change: { confirmed, ...change } }): Promise<Changed> => {
    const before = await lockBroadcastOrThrow(tx, id);
    await assertAudienceExists(tx, change.audience ?? null);
    const { topic, ...fields } = change;
    // Whoever was to approve it was to approve what it was.
    if (before.status === "IN_REVIEW" && before.revision === revision) {
      assertMoved(await endReview(tx, before, broughtBy(actor, "Changed")), before, "changed");
    }
    const changed = await changeBroadcast(tx, id, revision, {
      ...fields,
      editorId: await personBehind(tx, actor),
      ...(topic === undefined ? {} : { topicId: await topicIdOf(tx, topic) }),
    });
    if (changed) {
      return staysEditable(changed.purpose)
        ? goOn(tx, actor, { before, changed, confirmed })
        : { ...changed, reachesOthers: false };
    }
    assertUnchanged(before, revision);
    throw new AppError("CONFLICT", "Only a draft can be changed. Duplicate the broadcast to go on from its text.");
  },
  audit: ({ id, change: { confirmed: _typed, ...change } }, { reachesOthers, purpose }) => ({
    target: broadcastTarget(id),
    detail: {
      fields: Object.keys(change),
      ...(reachesOthers ? { reachesOthers } : {}),
      ...(change.message && staysEditable(purpose) ? { text: textHash(change.message) } : {}),
    },
  }),
});

type Change = { before: Broadcast; changed: Broadcast; confirmed: number | undefined };

/** What is live is never left incomplete, nor sends what whoever changed it may not, nor to more people than they have read. */
async function goOn(tx: Db, actor: Actor, { before, changed, confirmed }: Change): Promise<Changed> {
  assertScope(actor, "broadcasts:send");
  assertComplete(changed);
  assertMayUse(actor, changed.topic);
  await assertMayHurry(tx, actor, changed);
  if (changed.purpose !== "RECURRING") return { ...changed, reachesOthers: false };
  const live = changed.status === "ACTIVE" ? await startRepeating(tx, actor, changed) : changed;
  const reachesOthers = !isDeepStrictEqual(audienceOf(before), audienceOf(changed));
  if (reachesOthers) await assertWithinSendLimits(tx, actor, changed, confirmed);
  return { ...live, reachesOthers };
}

function audienceOf({ audience, onMissing, topic }: Broadcast) {
  return { audience, onMissing, topic: topic?.id };
}
