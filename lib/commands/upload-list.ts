// Makes a list of people from a file that streams in. The list is there from the first moment, READING, so that its progress
// can be watched; what goes wrong on the way is kept on it in words, and whoever sent the file is told.
import { z } from "zod";

import { listNameSchema, MAX_LISTS } from "@/lib/domain/audience-list";
import { AppError } from "@/lib/errors";
import {
  type AudienceList, countLists, createList, endList, type FlawedRow, type FoundRow, getList, saveListPage,
} from "@/lib/store/audience-lists";
import type { Db, DbPool } from "@/lib/store/db";

import { type Actor, defineCommand, WRITERS } from "./command";
import { type ListPage, readListFile } from "./list-file";
import { namedPerson } from "./person-behind";

/** Files that are read at once. */
const MAX_READING = 3;

export const createAudienceList = defineCommand({
  name: "create-list",
  allowed: WRITERS,
  input: z.strictObject({ name: listNameSchema }),
  handle: async (tx, actor, { name }) => {
    const { total, reading } = await countLists(tx);
    if (total >= MAX_LISTS) throw new AppError("CONFLICT", `There are ${MAX_LISTS} lists already. Delete one that is not used.`);
    if (reading >= MAX_READING) throw new AppError("TOO_MANY", "Other files are being read just now. Try again in a minute.");
    const list = await createList(tx, name, { authorName: actor.name, authorId: namedPerson(actor) });
    if (list) return list;
    const issues = [{ path: "name", message: "Another list has this name." }];
    throw new AppError("CONFLICT", "There is a list with this name already.", { issues });
  },
  audit: ({ name }, { id }) => ({ target: { kind: "list", id }, detail: { name } }),
});

export type Upload = { name: string; column?: string | undefined; bytes: AsyncIterable<Uint8Array> };

/** Resolves when the file has been read to its end. Throws as the command does, TOO_LARGE, and BAD_INPUT. */
export async function uploadList(db: DbPool, actor: Actor, { name, column, bytes }: Upload): Promise<AudienceList> {
  const { id } = await createAudienceList.run(db, actor, { name });
  try {
    for await (const page of readListFile(bytes, column)) {
      const saved = await saveListPage(db, id, sorted(page));
      if (!saved) throw new AppError("CONFLICT", "Reading the file was interrupted. Upload it again.");
    }
  } catch (error) {
    await endList(db, id, { status: "FAILED", error: wordsOf(error) });
    throw error;
  }
  await endList(db, id, { status: "READY" });
  return getListOrThrow(db, id);
}

/** Throws NOT_FOUND. */
export async function getListOrThrow(db: Db, id: string): Promise<AudienceList> {
  const list = await getList(db, id);
  if (!list) throw new AppError("NOT_FOUND", "There is no such list.");
  return list;
}

function sorted({ rows, heading, sizeBytes }: ListPage): Parameters<typeof saveListPage>[2] {
  const found: FoundRow[] = [];
  const flawed: FlawedRow[] = [];
  for (const row of rows) {
    if ("flaw" in row) flawed.push(row);
    else found.push(row);
  }
  return { found, flawed, heading, sizeBytes };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof AppError)) return "The upload broke off. Upload the file again.";
  return error.issues[0]?.message ?? error.message;
}
