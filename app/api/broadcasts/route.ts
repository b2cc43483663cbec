// GET: a page of broadcasts, newest first. POST: a new draft.
import { handle, read } from "@/app/api/_handle";
import { broadcastsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { saveDraft } from "@/lib/commands/save-draft";
import { listWaitingFor } from "@/lib/store/approvals";
import { viewBroadcast, viewBroadcasts } from "@/lib/store/broadcast-view";
import { listBroadcasts } from "@/lib/store/list-broadcasts";

export const GET = read(async ({ db, actor, query }) => {
  const { status: statuses, purpose: purposes, waiting, ...filter } = parseInput(broadcastsQuery, query);
  const ids = waiting === "me" ? await listWaitingFor(db, actor) : undefined;
  const { items, next } = await listBroadcasts(db, { ...filter, statuses, purposes, ids });
  return { items: await viewBroadcasts(db, items), next };
});

export const POST = handle(saveDraft, (body) => body, (broadcast, { db }) => viewBroadcast(db, broadcast), 201);
