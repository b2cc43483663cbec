// The file of an export of yours, once it is whole.
import { Readable } from "node:stream";

import { csvResponse } from "@/app/api/_csv-answer";
import { idOf, read } from "@/app/api/_handle";
import { getExportOrThrow } from "@/lib/commands/create-export";
import { AppError } from "@/lib/errors";
import { readExportFile } from "@/lib/store/exports";

export const GET = read(async (call) => {
  const { id, kind, broadcastId, finishedAt } = await getExportOrThrow(call.db, call.actor, idOf(call));
  if (finishedAt === null) throw new AppError("CONFLICT", "This export is still being written. Take the file when it is DONE.");
  const day = finishedAt.toISOString().slice(0, 10);
  const name = broadcastId === null ? `${kind.toLowerCase()}-${day}.csv` : `deliveries-${broadcastId}-${day}.csv`;
  return csvResponse(name, Readable.from(readExportFile(call.db, id)));
});
