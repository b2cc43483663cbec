// People who sign in to the console, keyed by tenant and Entra object id. What they may do is what an admin assigned here,
// or else what Entra's app roles gave at the last sign-in; it is read at each request, so a change acts at once.
import { z } from "zod";

import { type Role, roleSchema } from "@/lib/domain/role";

import type { Db } from "./db";
import { ACCOUNT_STANDS, MUST_SIGN_IN } from "./person-conditions";

export type PersonKey = { tenantId: string; objectId: string };
export type Person = PersonKey & { id: string; displayName: string; role: Role };
/** With both roles apart; `role` is the one that counts. */
export type KnownPerson = Omit<Person, "role"> & { role: Role | null; appRole: Role | null; assignedRole: Role | null };

const columns = { id: true, tenantId: true, objectId: true, displayName: true, role: true, assignedRole: true } as const;
type Row = Omit<KnownPerson, "role" | "appRole" | "assignedRole"> & { role: string | null; assignedRole: string | null };
const nullableRole = roleSchema.nullable();

export async function findKnownPerson(db: Db, { tenantId, objectId }: PersonKey): Promise<KnownPerson | undefined> {
  const row = await db.person.findUnique({ where: { tenantId_objectId: { tenantId, objectId } }, select: columns });
  return row ? toKnown(row) : undefined;
}

export async function getKnownPerson(db: Db, id: string): Promise<KnownPerson | undefined> {
  const row = await db.person.findUnique({ where: { id }, select: columns });
  return row ? toKnown(row) : undefined;
}

const inTeamsSchema = z.array(
  z.object({ id: z.string(), displayName: z.string(), role: roleSchema, mustSignIn: z.boolean() }),
);

/**
 * Somebody who brings no session; undefined without a role, or when the account is disabled or gone. `mustSignIn`: they may
 * nothing here until they have signed in again.
 */
export async function findPersonInTeams(
  db: Db, { tenantId, objectId }: PersonKey,
): Promise<{ person: Person; mustSignIn: boolean } | undefined> {
  const [row] = inTeamsSchema.parse(await db.$queryRaw`
    SELECT p.id, p.display_name AS "displayName", coalesce(p.assigned_role, p.role) AS role, ${MUST_SIGN_IN} AS "mustSignIn"
    FROM people p
    WHERE p.tenant_id = ${tenantId} AND p.object_id = ${objectId} AND coalesce(p.assigned_role, p.role) IS NOT NULL
      AND ${ACCOUNT_STANDS}`);
  if (!row) return undefined;
  const { mustSignIn, ...person } = row;
  return { person: { ...person, tenantId, objectId }, mustSignIn };
}

/** Makes or renews the person who has just signed in with the role that Entra's app roles give; null when they give none. */
export async function savePerson(db: Db, person: PersonKey & { displayName: string; role: Role | null }): Promise<KnownPerson> {
  const { tenantId, objectId, displayName, role } = person;
  const signedInAt = new Date();
  const row = await db.person.upsert({
    where: { tenantId_objectId: { tenantId, objectId } },
    create: { ...person, signedInAt },
    update: { displayName, role, signedInAt },
    select: columns,
  });
  return toKnown(row);
}

/** Entra gives this person no role any more; nothing when nobody knows them. */
export async function clearAppRole(db: Db, { tenantId, objectId }: PersonKey): Promise<void> {
  await db.person.updateMany({ where: { tenantId, objectId }, data: { role: null } });
}

/** Gives a role here; somebody who has never signed in gets a row with the name that is given. */
export async function assignRole(db: Db, { tenantId, objectId, displayName, role }: Omit<Person, "id">): Promise<KnownPerson> {
  const row = await db.person.upsert({
    where: { tenantId_objectId: { tenantId, objectId } },
    create: { tenantId, objectId, displayName, assignedRole: role },
    update: { assignedRole: role },
    select: columns,
  });
  return toKnown(row);
}

export async function changeAssignedRole(db: Db, id: string, assignedRole: Role | null): Promise<KnownPerson> {
  return toKnown(await db.person.update({ where: { id }, data: { assignedRole }, select: columns }));
}

const ADMINS = { OR: [{ assignedRole: "admin" }, { assignedRole: null, role: "admin" }] };

/** Admins, `except` one of them. */
export async function countAdmins(db: Db, except?: string): Promise<number> {
  return db.person.count({ where: { ...ADMINS, ...(except === undefined ? {} : { NOT: { id: except } }) } });
}

/** Until the end of the transaction nobody else decides who is an admin, so that two cannot remove each other. */
export async function lockAdmins(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('admins'))`;
}

export function withRole(person: KnownPerson | undefined): Person | undefined {
  if (!person?.role) return undefined;
  const { id, tenantId, objectId, displayName, role } = person;
  return { id, tenantId, objectId, displayName, role };
}

function toKnown({ role, assignedRole, ...row }: Row): KnownPerson {
  const [appRole, assigned] = [nullableRole.parse(role), nullableRole.parse(assignedRole)];
  return { ...row, role: assigned ?? appRole, appRole, assignedRole: assigned };
}
