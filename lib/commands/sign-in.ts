// Somebody has proved who they are: the person is written down and a session begins, with a new token each time.
import { z } from "zod";

import { roleSchema } from "@/lib/domain/role";
import { savePerson } from "@/lib/store/people";
import { deleteExpiredSessions, saveSession } from "@/lib/store/sessions";

import { defineCommand } from "./command";

export const signIn = defineCommand({
  name: "sign-in",
  allowed: ["SYSTEM"],
  input: z.strictObject({
    tenantId: z.string(),
    objectId: z.string(),
    displayName: z.string(),
    role: roleSchema,
    tokenHash: z.string(),
  }),
  handle: async (tx, _actor, { tokenHash, ...input }) => {
    const person = await savePerson(tx, input);
    await deleteExpiredSessions(tx);
    await saveSession(tx, tokenHash, person.id);
    return person;
  },
  audit: ({ role }, { displayName: name, ...person }) => ({
    actor: { kind: "PERSON", name, ...person },
    target: { kind: "person", id: person.id },
    detail: { role },
  }),
});
