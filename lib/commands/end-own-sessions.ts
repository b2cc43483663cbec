// Somebody signs out everywhere, or everywhere else.
import { z } from "zod";

import { ROLES } from "@/lib/domain/role";
import { endSessions } from "@/lib/store/sessions";

import { defineCommand } from "./command";
import { ownIdOrThrow } from "./person-rules";

export const endOwnSessions = defineCommand({
  name: "end-own-sessions",
  allowed: ROLES,
  input: z.strictObject({
    /** OTHERS keeps the session that asks. */
    which: z.enum(["ALL", "OTHERS"]),
    currentHash: z.string().optional(),
  }),
  handle: async (tx, actor, { which, currentHash }) => {
    const personId = ownIdOrThrow(actor);
    return { personId, ended: await endSessions(tx, personId, which === "OTHERS" ? currentHash : undefined) };
  },
  audit: ({ which }, { personId, ended }) => ({ target: { kind: "person", id: personId }, detail: { which, ended } }),
});
