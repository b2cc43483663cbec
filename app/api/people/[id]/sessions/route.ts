// Where one person is signed in; an admin signs them out everywhere.
import { handle, idOf, read } from "@/app/api/_handle";
import { ownSessionHash } from "@/app/api/_own-session";
import { sessionView } from "@/app/api/_person-view";
import { endSessionsOf } from "@/lib/commands/end-sessions-of";
import { getPersonOrThrow } from "@/lib/commands/person-rules";
import { listSessions } from "@/lib/store/sessions";

export const GET = read(async (call) => {
  const { id } = await getPersonOrThrow(call.db, idOf(call));
  const rows = await listSessions(call.db, id, ownSessionHash(call.request));
  return { items: rows.map(sessionView), next: null };
}, ["admin"]);

export const DELETE = handle(endSessionsOf, (_body, call) => ({ id: idOf(call) }), ({ ended }) => ({ ended }));
