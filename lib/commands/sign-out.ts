// Somebody ends the session of the browser they sit at, as an event of the audit beside the one of their sign-in.
import { z } from "zod";

import { ROLES } from "@/lib/domain/role";
import { deleteSession } from "@/lib/store/sessions";

import { defineCommand } from "./command";
import { ownIdOrThrow } from "./person-rules";

export const signOut = defineCommand({
  name: "sign-out",
  allowed: ROLES,
  input: z.strictObject({ tokenHash: z.string() }),
  handle: async (tx, actor, { tokenHash }) => ({ personId: ownIdOrThrow(actor), source: await deleteSession(tx, tokenHash) }),
  audit: (_input, { personId, source }) => source ? { target: { kind: "person", id: personId }, detail: { source } } : null,
});
