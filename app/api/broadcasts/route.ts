// GET: a page of broadcasts, newest first. POST: a new draft.
import { handle, read } from "@/app/api/_handle";
import { broadcastsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { saveDraft } from "@/lib/commands/save-draft";
import { viewBroadcast, viewBroadcasts } from "@/lib/store/broadcast-view";
import { listBroadcasts } from "@/lib/store/list-broadcasts";

export const GET = read(async ({ db, query }) => {
  const { status: statuses, purpose: purposes, ...filter } = parseInput(broadcastsQuery, query);
  const { items, next } = await listBroadcasts(db, { ...filter, statuses, purposes });
  return { items: await viewBroadcasts(db, items), next };
});

export const POST = handle(saveDraft, (body) => body, (broadcast, { db }) => viewBroadcast(db, broadcast), 201);
