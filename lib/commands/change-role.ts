// An admin gives somebody who is known another role. It acts at the person's next request.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";
import { changeAssignedRole, lockAdmins } from "@/lib/store/people";

import { defineCommand } from "./command";
import { assertAdminRemains, getPersonOrThrow } from "./person-rules";

export const changeRole = defineCommand({
  name: "change-role",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid(), role: roleSchema }),
  handle: async (tx, _actor, { id, role }) => {
    await lockAdmins(tx);
    const before = await getPersonOrThrow(tx, id);
    await assertAdminRemains(tx, before, role);
    return { before, after: await changeAssignedRole(tx, id, role) };
  },
  audit: ({ id, role }, { before }) => ({ target: { kind: "person", id }, detail: { role, before: before.role } }),
});
