// What reads and commands about one recipient share.
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { getRecipientDetails, type RecipientDetails } from "@/lib/store/recipient-detail";
import { getRecipient, type Recipient } from "@/lib/store/recipients";

/** Throws NOT_FOUND. */
export async function getRecipientOrThrow(db: Db, id: string): Promise<Recipient> {
  return existing(await getRecipient(db, id));
}

/** Throws NOT_FOUND. */
export async function getRecipientDetailsOrThrow(db: Db, id: string): Promise<RecipientDetails> {
  return existing(await getRecipientDetails(db, id));
}

function existing<T>(recipient: T | undefined): T {
  if (!recipient) throw new AppError("NOT_FOUND", "There is no such recipient.");
  return recipient;
}

/** Why nobody is chosen by what another system calls them. */
export function mayBeSeveral(word: string, people: number): string {
  return `"${word}" may be ${people} people. Name the one you mean by object id.`;
}
