// A copy of unsaved work in the browser, for the closed tab and the crash. It exists only while something is unsaved,
// so finding one on opening a draft means that work was lost elsewhere, and the author is asked.
import { z } from "zod";

import { audienceDraftSchema } from "@/app/_components/audience/audience-draft-schema";
import { MISSING_POLICIES, PRIORITIES, UNKNOWN_POLICIES } from "@/lib/domain/broadcast";
import { MESSAGE_KINDS } from "@/lib/domain/message";

import { type DraftForm, TEXT_FIELDS } from "./draft-form";

export type DraftBackup = { form: DraftForm; /** Null: never saved. */ revision: number | null; at: string };

/** Read from a place other software may write to, hence parsed; anything else is treated as no backup. */
const backupSchema = z.object({
  revision: z.number().nullable(),
  at: z.iso.datetime(),
  form: z.object({
    kind: z.enum(MESSAGE_KINDS).nullable(),
    texts: z.record(z.enum(TEXT_FIELDS), z.string()),
    lang: z.string(),
    image: z.object({ url: z.string(), altText: z.string() }),
    buttons: z.array(z.object({ key: z.number(), title: z.string(), url: z.string() })),
    topic: z.string().nullable(),
    audience: audienceDraftSchema,
    onUnknown: z.enum(UNKNOWN_POLICIES),
    onMissing: z.enum(MISSING_POLICIES).default("SKIP"),
    priority: z.enum(PRIORITIES),
  }),
});

export function readBackup(storage: Storage, id: string | null): DraftBackup | undefined {
  const text = storage.getItem(keyOf(id));
  if (text === null) return undefined;
  return parseJson(text);
}

/** False when the browser has no room or forbids storing: then leaving the page must warn, which it does anyway. */
export function writeBackup(storage: Storage, id: string | null, backup: DraftBackup): boolean {
  try {
    storage.setItem(keyOf(id), JSON.stringify(backup));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function dropBackup(storage: Storage, id: string | null): void {
  storage.removeItem(keyOf(id));
}

function parseJson(text: string): DraftBackup | undefined {
  try {
    return backupSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function keyOf(id: string | null): string {
  return `herald-draft:${id ?? "new"}`;
}
