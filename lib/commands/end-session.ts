// Ends one session by its id: people end their own, an admin anybody's.
import { z } from "zod";

import { ROLES } from "@/lib/domain/role";
import { AppError } from "@/lib/errors";
import { endSession as endStoredSession } from "@/lib/store/sessions";

import { defineCommand } from "./command";
import { ownIdOrThrow } from "./person-rules";

export const endSession = defineCommand({
  name: "end-session",
  allowed: ROLES,
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND; somebody else's session is as missing as none, but for an admin. */
  handle: async (tx, actor, { id }) => {
    const isAdmin = "role" in actor && actor.role === "admin";
    const personId = isAdmin ? undefined : ownIdOrThrow(actor);
    const owner = await endStoredSession(tx, id, personId);
    if (owner === undefined) throw new AppError("NOT_FOUND", "There is no such session, or it is over.");
    return { personId: owner };
  },
  audit: (_input, { personId }) => ({ target: { kind: "person", id: personId } }),
});
