// Installs the app in the team of a group.
import { handle, withPathId } from "@/app/api/_handle";
import { namesFor } from "@/app/api/_names";
import { installInTeam } from "@/lib/commands/install-in-team";
import { viewGroup } from "@/lib/store/group-view";

export const POST = handle(installInTeam, withPathId, async (group, { db, actor }) => {
  return namesFor(actor, await viewGroup(db, group));
}, 202);
