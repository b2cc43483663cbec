// An admin takes back the role that was assigned here. What Entra's app roles say counts again; when that is nothing, the
// person is out at once.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { changeAssignedRole, lockAdmins } from "@/lib/store/people";
import { endSessions } from "@/lib/store/sessions";

import { defineCommand } from "./command";
import { assertAdminRemains, getPersonOrThrow } from "./person-rules";

export const removeRole = defineCommand({
  name: "remove-role",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND, CONFLICT when no role is assigned here or nobody would be an admin. */
  handle: async (tx, _actor, { id }) => {
    await lockAdmins(tx);
    const before = await getPersonOrThrow(tx, id);
    if (!before.assignedRole) {
      throw new AppError("CONFLICT", "This role comes from Entra: take the app role away there, or give another one here.");
    }
    await assertAdminRemains(tx, before, before.appRole);
    const after = await changeAssignedRole(tx, id, null);
    if (!after.role) await endSessions(tx, id);
    return { before, after };
  },
  audit: ({ id }, { before, after }) => ({ target: { kind: "person", id }, detail: { role: after.role, before: before.role } }),
});
