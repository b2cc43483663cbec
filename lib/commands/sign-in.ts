// Somebody has proved who they are: with a role, the person is written down and a session begins, with a new token each time
// and in place of the one this browser had. Without a role nothing begins, and what there was ends.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";
import { SESSION_SOURCES } from "@/lib/domain/sign-in";
import type { Db } from "@/lib/store/db";
import {
  assignRole, clearAppRole, countAdmins, findKnownPerson, lockAdmins, type Person, savePerson, withRole,
} from "@/lib/store/people";
import { deleteExpiredSessions, deleteSession, endSessions, saveSession } from "@/lib/store/sessions";
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

export type SignedIn = { kind: "SIGNED_IN"; person: Person; isFirstAdmin: boolean } | { kind: "NO_ROLE" | "STALE" | "CODE" };

export const signIn = defineCommand({
  name: "sign-in",
  allowed: ["SYSTEM"],
  input: inputSchema,
  handle: async (tx, _actor, input): Promise<SignedIn> => {
    const { stateHash, adminCodeHash } = input;
    if (stateHash !== undefined && !(await spendSignIn(tx, stateHash))) return { kind: "STALE" };
    if (adminCodeHash !== undefined && !(await makeFirstAdmin(tx, input, adminCodeHash))) return { kind: "CODE" };
    const person = await renewPerson(tx, input);
    if (!person) return { kind: "NO_ROLE" };
    await beginSession(tx, person.id, input);
    return { kind: "SIGNED_IN", person, isFirstAdmin: adminCodeHash !== undefined };
  },
  audit: ({ source }, output) => {
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
  if (role !== null || known?.assignedRole) return withRole(await savePerson(tx, { ...key, displayName, role }));
  await clearAppRole(tx, key);
  if (known) await endSessions(tx, known.id);
  return undefined;
}

async function beginSession(tx: Db, personId: string, { tokenHash, oldTokenHash, source, browser }: Input): Promise<void> {
  await deleteExpiredSessions(tx);
  if (oldTokenHash !== undefined) await deleteSession(tx, oldTokenHash);
  await saveSession(tx, { tokenHash, personId, source, browser });
}
