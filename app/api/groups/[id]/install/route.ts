// Installs the app in the team of a group.
import { handle, withPathId } from "@/app/api/_handle";
import { installInTeam } from "@/lib/commands/install-in-team";
import { viewGroup } from "@/lib/store/group-view";

export const POST = handle(installInTeam, withPathId, (group, { db }) => viewGroup(db, group), 202);
