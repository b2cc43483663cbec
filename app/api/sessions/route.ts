// Where one is signed in; an API key is nowhere.
import { read } from "@/app/api/_handle";
import { ownSessionHash } from "@/app/api/_own-session";
import { sessionView } from "@/app/api/_person-view";
import { listSessions } from "@/lib/store/sessions";

export const GET = read(async ({ db, actor, request }) => {
  const rows = actor.kind === "PERSON" ? await listSessions(db, actor.id, ownSessionHash(request)) : [];
  return { items: rows.map(sessionView), next: null };
});
