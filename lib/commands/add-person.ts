// An admin gives a role here to somebody of the organisation, by the object id in Entra. It counts instead of what Entra's
// app roles say.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";
import { AppError } from "@/lib/errors";
import { assignRole, findKnownPerson, lockAdmins } from "@/lib/store/people";

import { defineCommand } from "./command";
import { assertAdminRemains } from "./person-rules";

export const addPerson = defineCommand({
  name: "add-person",
  allowed: ["admin"],
  input: z.strictObject({
    tenantId: z.string(),
    objectId: z.guid("Enter the object id, as Entra shows it.").transform((id) => id.toLowerCase()),
    /** Until they sign in, and their own name takes its place. */
    displayName: z.string().trim().min(1, "Enter a name.").max(200, "At most 200 characters."),
    role: roleSchema,
  }),
  /** Throws CONFLICT for somebody who has an assigned role: that is changed, not added. */
  handle: async (tx, _actor, input) => {
    await lockAdmins(tx);
    const before = await findKnownPerson(tx, input);
    if (before?.assignedRole) throw new AppError("CONFLICT", `${before.displayName} has a role here already.`);
    if (before) await assertAdminRemains(tx, before, input.role);
    return assignRole(tx, input);
  },
  audit: ({ role }, { id }) => ({ target: { kind: "person", id }, detail: { role } }),
});
