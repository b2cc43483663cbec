// One list of people: read, also to see how far its file has been read, and deleted.
import { handle, idOf, read, withPathId } from "@/app/api/_handle";
import { listView } from "@/app/api/_list-view";
import { deleteList } from "@/lib/commands/delete-list";
import { getListOrThrow } from "@/lib/commands/upload-list";

export const GET = read(async (call) => listView(await getListOrThrow(call.db, idOf(call))));

export const DELETE = handle(deleteList, withPathId, () => undefined);
