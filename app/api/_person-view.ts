// People of the console and their sessions as the API shows them.
import type { PersonView, SessionView } from "@/lib/domain/access-views";
import type { PersonRow } from "@/lib/store/list-people";
import type { KnownPerson } from "@/lib/store/people";
import type { SessionRow } from "@/lib/store/sessions";

export function personView({ signedInAt, ...row }: PersonRow): PersonView {
  return { ...row, signedInAt: signedInAt?.toISOString() ?? null };
}

export function roleView({ id, displayName, role, appRole, assignedRole }: KnownPerson) {
  return { id, displayName, role, appRole, assignedRole };
}

export function sessionView({ createdAt, lastSeenAt, expiresAt, ...row }: SessionRow): SessionView {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
