// Wants the app installed in the team of a group. A job asks Graph; the bot hears of it and writes the team down.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { requestJob } from "@/lib/store/jobs";

import { defineCommand } from "./command";
import { directoryTenantsOrThrow } from "./directory-rules";
import { getGroupOrThrow } from "./read-group";

export const installInTeam = defineCommand({
  name: "install-in-team",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    const group = await getGroupOrThrow(tx, id);
    directoryTenantsOrThrow();
    if (!group.hasTeam) throw new AppError("CONFLICT", "This group has no team.");
    await requestJob(tx, { kind: "TEAM_INSTALL", key: id });
    return group;
  },
  audit: ({ id }) => ({ target: { kind: "group", id } }),
});
