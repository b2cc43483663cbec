// One broadcast: read, change under its revision (If-Match), delete while it is a draft.
import { handle, handleChange, idOf, read } from "@/app/api/_handle";
import { revisionOf } from "@/app/api/_revision";
import { getBroadcastOrThrow } from "@/lib/commands/broadcast-rules";
import { changeDraft } from "@/lib/commands/change-draft";
import { deleteDraft } from "@/lib/commands/delete-draft";
import { viewBroadcast, viewBroadcastDetail } from "@/lib/store/broadcast-view";

export const GET = read(async (call) => viewBroadcastDetail(call.db, await getBroadcastOrThrow(call.db, idOf(call))));

export const PATCH = handleChange(
  changeDraft,
  (call) => ({ id: idOf(call), revision: revisionOf(call.request) }),
  (broadcast, { db }) => viewBroadcast(db, broadcast),
);

export const DELETE = handle(deleteDraft, (_body, call) => ({ id: idOf(call) }), () => undefined);
