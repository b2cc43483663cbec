// An admin switches posts in a channel or a group chat on or off. Off is an opt-out of everything that is not mandatory,
// as a person's `stop` is, so what is queued for it leaves the queue in the same transaction.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { skipOptedOut } from "@/lib/store/deliveries";
import { removeOptOut, saveOptOut } from "@/lib/store/opt-outs";
import { findPlace } from "@/lib/store/places";

import { defineCommand } from "./command";

export const allowPosts = defineCommand({
  name: "allow-posts",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid(), allowed: z.boolean() }),
  /** Throws NOT_FOUND. */
  handle: async (tx, _actor, { id, allowed }) => {
    const isPlace = (await findPlace(tx, id, "CHANNEL")) || (await findPlace(tx, id, "GROUP_CHAT"));
    if (!isPlace) throw new AppError("NOT_FOUND", "There is no such channel or group chat.");
    const key = { recipientId: id, topicId: null };
    if (allowed) return { changed: await removeOptOut(tx, key), skipped: 0 };
    return { changed: await saveOptOut(tx, key), skipped: await skipOptedOut(tx, id, null) };
  },
  audit: ({ id, allowed }, { changed }) => (changed ? { target: { kind: "recipient", id }, detail: { allowed } } : null),
});
