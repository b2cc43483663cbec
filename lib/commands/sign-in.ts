// Somebody has proved who they are: with a role, the person is written down and a session begins, with a new token each time
// and in place of the one this browser had. Without a role nothing begins, and what there was ends.
import { z } from "zod";

import { type Role, roleSchema } from "@/lib/domain/role";
import { SESSION_SOURCES } from "@/lib/domain/sign-in";
import type { Db } from "@/lib/store/db";
import {
  assignRole, clearAppRole, countAdmins, findKnownPerson, lockAdmins, type Person, savePerson, withRole,
} from "@/lib/store/people";
import { deleteExpiredSessions, deleteSession, endSessions, endSurplusSessions, saveSession } from "@/lib/store/sessions";
import { spendAdminCode, spendSignIn } from "@/lib/store/sign-ins";

import { defineCommand } from "./command";

const inputSchema = z.strictObject({
  tenantId: z.string(),
  objectId: z.string(),
  displayName: z.string(),
  /** What Entra's app roles give, or the persona has; null when they give none. */
  role: roleSchema.nullable(),
  source: z.enum(SESSION_SOURCES),
  browser: z.string(),
  tokenHash: z.string(),
  /** Of the session this browser had. */
  oldTokenHash: z.string().optional(),
  /** Of the sign-in at Entra, so that it leads to one session only. */
  stateHash: z.string().optional(),
  /** Of the one-time code that makes the first admin. */
  adminCodeHash: z.string().optional(),
});
type Input = z.output<typeof inputSchema>;

/** What somebody who was known had until now. */
type Lost = { personId: string; lostRole: Role | null; sessions: number };

export type SignedIn =
  | { kind: "SIGNED_IN"; person: Person; isFirstAdmin: boolean }
  | { kind: "NO_ROLE"; lost: Lost | null }
  | { kind: "STALE" | "CODE" };

export const signIn = defineCommand({
  name: "sign-in",
  allowed: ["SYSTEM"],
  input: inputSchema,
  handle: async (tx, _actor, input): Promise<SignedIn> => {
    const { stateHash, adminCodeHash } = input;
    if (stateHash !== undefined && !(await spendSignIn(tx, stateHash))) return { kind: "STALE" };
    if (adminCodeHash !== undefined && !(await makeFirstAdmin(tx, input, adminCodeHash))) return { kind: "CODE" };
    const person = await renewPerson(tx, input);
    if (!person) return { kind: "NO_ROLE", lost: await endOf(tx, input) };
    await beginSession(tx, person.id, input);
    return { kind: "SIGNED_IN", person, isFirstAdmin: adminCodeHash !== undefined };
  },
  audit: ({ source }, output) => {
    if (output.kind === "NO_ROLE" && output.lost) return auditOf(output.lost);
    if (output.kind !== "SIGNED_IN") return null;
    const { person: { displayName: name, ...person }, isFirstAdmin } = output;
    return {
      actor: { kind: "PERSON", name, ...person },
      target: { kind: "person", id: person.id },
      detail: { role: person.role, source, ...(isFirstAdmin ? { firstAdmin: true } : {}) },
    };
  },
});

/** False when the code is not the living one, or there is an admin already: then it opens nothing, for ever. */
async function makeFirstAdmin(tx: Db, input: Input, codeHash: string): Promise<boolean> {
  await lockAdmins(tx);
  if ((await countAdmins(tx)) > 0 || !(await spendAdminCode(tx, codeHash))) return false;
  const { tenantId, objectId, displayName } = input;
  await assignRole(tx, { tenantId, objectId, displayName, role: "admin" });
  return true;
}

/** Undefined without a role. Strangers who have none leave no row. */
async function renewPerson(tx: Db, { tenantId, objectId, displayName, role }: Input): Promise<Person | undefined> {
  const key = { tenantId, objectId };
  const known = await findKnownPerson(tx, key);
  if (role === null && !known?.assignedRole) return undefined;
  return withRole(await savePerson(tx, { ...key, displayName, role }));
}

/** Null when there was nothing to lose. */
async function endOf(tx: Db, key: Input): Promise<Lost | null> {
  const known = await findKnownPerson(tx, key);
  if (!known) return null;
  await clearAppRole(tx, key);
  const sessions = await endSessions(tx, known.id);
  return known.appRole !== null || sessions > 0 ? { personId: known.id, lostRole: known.appRole, sessions } : null;
}

function auditOf({ personId, lostRole, sessions }: Lost) {
  return { target: { kind: "person", id: personId }, detail: { outcome: "NO_ROLE", lostRole, sessions } };
}

async function beginSession(tx: Db, personId: string, { tokenHash, oldTokenHash, source, browser }: Input): Promise<void> {
  await deleteExpiredSessions(tx);
  if (oldTokenHash !== undefined) await deleteSession(tx, oldTokenHash);
  await saveSession(tx, { tokenHash, personId, source, browser });
  await endSurplusSessions(tx, personId, tokenHash);
}
