// Somebody wants the members of a team or a group chat read from Teams now. The row is the wish; the reader beside the
// engine does it.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { findPlace } from "@/lib/store/places";
import { wantRosterRead } from "@/lib/store/rosters";

import { defineCommand, WRITERS } from "./command";

export const readRoster = defineCommand({
  name: "read-roster",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid(), kind: z.enum(["TEAM", "GROUP_CHAT"]) }),
  /** Throws NOT_FOUND: the app is not there, or was removed. */
  handle: async (tx, _actor, { id, kind }) => {
    if (!(await findPlace(tx, id, kind))) throw new AppError("NOT_FOUND", "The app is in no such place.");
    await wantRosterRead(tx, kind === "TEAM" ? { teamId: id } : { chatId: id });
    return { id };
  },
  audit: ({ id, kind }) => ({ target: { kind: kind === "TEAM" ? "team" : "recipient", id } }),
});
