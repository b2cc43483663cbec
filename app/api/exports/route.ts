// GET: your exports, newest first. POST: asks for one, which is written beside the engine; one that
// has the same rows and is still being written is answered again.
import { exportView } from "@/app/api/_export-view";
import { handle, read } from "@/app/api/_handle";
import { createExport, ownerOf } from "@/lib/commands/create-export";
import { listExports } from "@/lib/store/exports";

export const GET = read(async ({ db, actor }) => {
  const items = await listExports(db, ownerOf(actor));
  return { items: items.map(exportView), next: null };
});

export const POST = handle(createExport, (body) => body, ({ isNew: _isNew, ...asked }) => exportView(asked), 202);
