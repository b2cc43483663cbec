// Reads the members of a group anew.
import { handle, withPathId } from "@/app/api/_handle";
import { namesFor } from "@/app/api/_names";
import { readGroup } from "@/lib/commands/read-group";
import { viewGroup } from "@/lib/store/group-view";

export const POST = handle(readGroup, withPathId, async (group, { db, actor }) => {
  return namesFor(actor, await viewGroup(db, group));
}, 202);
