// Deletes a list of people with its file's lines. One that something still needs stays: taking it away would silently leave
// out everybody on it.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { deleteList as deleteStoredList, findListUses } from "@/lib/store/audience-lists";

import { defineCommand, WRITERS } from "./command";
import { getListOrThrow } from "./upload-list";

export const deleteList = defineCommand({
  name: "delete-list",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const list = await getListOrThrow(tx, id);
    const uses = await findListUses(tx, id);
    if (uses.length > 0) throw new AppError("CONFLICT", `The list is still used: ${uses.join(", ")}.`);
    await deleteStoredList(tx, id);
    return list;
  },
  audit: ({ id }, { name }) => ({ target: { kind: "list", id }, detail: { name } }),
});
