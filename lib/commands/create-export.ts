// Asks for a file with all rows of a list. It is written beside the engine and kept for a day, for whoever asked, unless they
// ask for many: then the oldest goes. Nobody can fill the disk with them.
import { exportInputSchema, isSameQuery, MAX_EXPORTS_KEPT, MAX_EXPORTS_WAITING } from "@/lib/domain/export";
import { ROLES } from "@/lib/domain/role";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import {
  deleteOldestExports, listExports, listWaitingExports, lockExportsOf, type SavedExport, saveExport,
} from "@/lib/store/exports";

import { getBroadcastOrThrow } from "./broadcast-rules";
import { type Actor, defineCommand } from "./command";
import { assertScope } from "./key-rules";

/** `isNew`: false when the same rows were being written already. */
type Asked = SavedExport & { isNew: boolean };

export const createExport = defineCommand({
  name: "create-export",
  allowed: ROLES,
  input: exportInputSchema,
  handle: async (tx, actor, query): Promise<Asked> => {
    const owner = ownerOf(actor);
    // A report of one broadcast is not everybody there is.
    if (query.kind === "RECIPIENTS") assertScope(actor, "recipients:read");
    if (query.kind === "DELIVERIES") await getBroadcastOrThrow(tx, query.broadcastId);
    await lockExportsOf(tx, owner);
    const waiting = await listWaitingExports(tx, owner);
    const same = waiting.find((one) => isSameQuery(one.query, query));
    if (same) return { ...(await getExportOrThrow(tx, actor, same.id)), isNew: false };
    if (waiting.length >= MAX_EXPORTS_WAITING) {
      throw new AppError("CONFLICT", `${MAX_EXPORTS_WAITING} of your exports are still being written. Wait for one of them.`);
    }
    await deleteOldestExports(tx, owner, MAX_EXPORTS_KEPT - waiting.length - 1);
    return { ...(await getExportOrThrow(tx, actor, await saveExport(tx, owner, query))), isNew: true };
  },
  audit: ({ kind }, { id, broadcastId, isNew }) => isNew ? {
    target: { kind: "export", id },
    detail: { kind, ...(broadcastId !== null && { broadcastId }) },
  } : null,
});

/** Throws NOT_FOUND, for those of others too. */
export async function getExportOrThrow(db: Db, actor: Actor, id: string): Promise<SavedExport> {
  const [found] = await listExports(db, ownerOf(actor), id);
  if (!found) throw new AppError("NOT_FOUND", "There is no such export. It may have been deleted: ask for it again.");
  return found;
}

/** Throws FORBIDDEN for actors that have no list to export. */
export function ownerOf(actor: Actor): string {
  if (!("id" in actor)) throw new AppError("FORBIDDEN", "Only people and API keys export.");
  return `${actor.kind}:${actor.id}`;
}
