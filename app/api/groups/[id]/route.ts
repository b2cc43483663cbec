// One group, with some of its members.
import { idOf, read } from "@/app/api/_handle";
import { getGroupOrThrow } from "@/lib/commands/read-group";
import { viewGroup } from "@/lib/store/group-view";

export const GET = read(async (call) => viewGroup(call.db, await getGroupOrThrow(call.db, idOf(call))));
