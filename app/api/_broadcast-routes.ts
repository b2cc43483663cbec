// Routes of one broadcast that differ only in their command: each answers with the broadcast as it is afterwards.
import type { Command } from "@/lib/commands/command";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { viewBroadcast } from "@/lib/store/broadcast-view";

import { handle, withPathId } from "./_handle";
import { revisionIfGiven } from "./_revision";

/** `POST /api/broadcasts/{id}/{verb}`: the body, if any, is the command's input besides the id. */
export function broadcastVerb<I>(command: Command<I, Broadcast>, status = 200) {
  return handle(
    command,
    withPathId,
    (broadcast, { db }) => viewBroadcast(db, broadcast),
    status,
  );
}

/** For verbs that send what somebody has read: If-Match, when it is given, must still be the revision. */
export function revisionVerb<I>(command: Command<I, Broadcast>) {
  return handle(
    command,
    (body, call) => ({ ...withPathId(body, call), ...revisionIfGiven(call.request) }),
    (broadcast, { db }) => viewBroadcast(db, broadcast),
  );
}

/** The same for commands that also count what they changed. */
export function countingVerb<I>(command: Command<I, { broadcast: Broadcast; count: number }>) {
  return handle(
    command,
    withPathId,
    ({ broadcast }, { db }) => viewBroadcast(db, broadcast),
  );
}
