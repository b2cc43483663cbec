// Reads the members of a group anew.
import { handle, withPathId } from "@/app/api/_handle";
import { readGroup } from "@/lib/commands/read-group";
import { viewGroup } from "@/lib/store/group-view";

export const POST = handle(readGroup, withPathId, (group, { db }) => viewGroup(db, group), 202);
