// Broadcasts for tests, made by the commands that the API uses.
import { type Actor } from "@/lib/commands/command";
import { saveDraft } from "@/lib/commands/save-draft";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { Counts } from "@/lib/domain/report";
import { getBroadcast } from "@/lib/store/broadcasts";
import { getNumbers, type ReasonCount } from "@/lib/store/counters";
import type { DbPool } from "@/lib/store/db";
import { saveSendLimits } from "@/lib/store/send-limits";

import { COMPLETE_NOTIFICATION } from "./complete-notification";

export const AUTHOR: Actor = { kind: "API_KEY", id: "00000000-0000-4000-8000-0000000000aa", name: "test", role: "author" };

/** Drafts a notification on company news to everybody, and sends it. Returns its id. */
export async function sendToAll(db: DbPool, input: Partial<BroadcastInput> = {}): Promise<string> {
  const draft = await saveDraft.run(db, AUTHOR, {
    topic: "company-news",
    message: COMPLETE_NOTIFICATION,
    audience: { kind: "ALL" },
    ...input,
  });
  // Large audiences are what many tests and benches are about.
  await saveSendLimits(db, { confirmAbove: null, broadcastsPerHour: null });
  await sendBroadcast.run(db, AUTHOR, { id: draft.id });
  return draft.id;
}

export type Report = { status: string; counts: Counts; reasons: ReasonCount[] };

export async function reportOf(db: DbPool, id: string): Promise<Report> {
  const broadcast = await getBroadcast(db, id);
  const numbers = (await getNumbers(db, [id])).get(id);
  if (!broadcast || !numbers) throw new Error("There is no such broadcast.");
  return { status: broadcast.status, ...numbers };
}
