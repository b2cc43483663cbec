// People who sign in to the console, keyed by tenant and Entra object id.
import { type Role, roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";

export type Person = { id: string; tenantId: string; objectId: string; displayName: string; role: Role };

const columns = { id: true, tenantId: true, objectId: true, displayName: true, role: true } as const;

/** Undefined for somebody who has never signed in. */
export async function findPerson(
  db: Db, { tenantId, objectId }: { tenantId: string; objectId: string },
): Promise<Person | undefined> {
  const row = await db.person.findUnique({ where: { tenantId_objectId: { tenantId, objectId } }, select: columns });
  return row ? { ...row, role: roleSchema.parse(row.role) } : undefined;
}

/** Makes or renews the person who has just signed in. */
export async function savePerson(db: Db, person: Omit<Person, "id">): Promise<Person> {
  const { tenantId, objectId, displayName, role } = person;
  const signedInAt = new Date();
  const row = await db.person.upsert({
    where: { tenantId_objectId: { tenantId, objectId } },
    create: { ...person, signedInAt },
    update: { displayName, role, signedInAt },
    select: columns,
  });
  return { ...row, role: roleSchema.parse(row.role) };
}
