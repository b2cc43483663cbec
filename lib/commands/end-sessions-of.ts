// An admin signs somebody out everywhere.
import { z } from "zod";

import { endSessions } from "@/lib/store/sessions";

import { defineCommand } from "./command";
import { getPersonOrThrow } from "./person-rules";

export const endSessionsOf = defineCommand({
  name: "end-sessions-of",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  /** Throws NOT_FOUND. */
  handle: async (tx, _actor, { id }) => {
    await getPersonOrThrow(tx, id);
    return { ended: await endSessions(tx, id) };
  },
  audit: ({ id }, { ended }) => ({ target: { kind: "person", id }, detail: { ended } }),
});
