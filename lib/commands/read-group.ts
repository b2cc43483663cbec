// Wants the members of a group read. It happens beside the engine, a moment later.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { type EntraGroup, getGroup } from "@/lib/store/entra-groups";
import { wantGroupReadings } from "@/lib/store/group-readings";

import { defineCommand, WRITERS } from "./command";

export const readGroup = defineCommand({
  name: "read-group",
  allowed: WRITERS,
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    await getGroupOrThrow(tx, id);
    await wantGroupReadings(tx, [id]);
    return getGroupOrThrow(tx, id);
  },
  // Reading changes nothing anybody would have to answer for.
  audit: () => null,
});

export async function getGroupOrThrow(db: Db, id: string): Promise<EntraGroup> {
  const group = await getGroup(db, id);
  if (!group) throw new AppError("NOT_FOUND", "There is no such group.");
  return group;
}
