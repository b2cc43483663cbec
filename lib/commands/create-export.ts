// Asks for a file with all rows of a list. It is written beside the engine and kept for a day, for whoever asked.
import { exportInputSchema, MAX_EXPORTS_WAITING } from "@/lib/domain/export";
import { ROLES } from "@/lib/domain/role";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { countWaitingExports, listExports, type SavedExport, saveExport } from "@/lib/store/exports";

import { getBroadcastOrThrow } from "./broadcast-rules";
import { type Actor, defineCommand } from "./command";
import { assertScope } from "./key-rules";

export const createExport = defineCommand({
  name: "create-export",
  allowed: ROLES,
  input: exportInputSchema,
  handle: async (tx, actor, query) => {
    const owner = ownerOf(actor);
    // A report of one broadcast is not everybody there is.
    if (query.kind === "RECIPIENTS") assertScope(actor, "recipients:read");
    if (query.kind === "DELIVERIES") await getBroadcastOrThrow(tx, query.broadcastId);
    if ((await countWaitingExports(tx, owner)) >= MAX_EXPORTS_WAITING) {
      throw new AppError("CONFLICT", `${MAX_EXPORTS_WAITING} of your exports are still being written. Wait for one of them.`);
    }
    return getExportOrThrow(tx, actor, await saveExport(tx, owner, query));
  },
  audit: ({ kind }, { id, broadcastId }) => ({
    target: { kind: "export", id },
    detail: { kind, ...(broadcastId !== null && { broadcastId }) },
  }),
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
