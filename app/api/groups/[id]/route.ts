// One group, with some of its members.
import { idOf, read } from "@/app/api/_handle";
import { namesFor } from "@/app/api/_names";
import { getGroupOrThrow } from "@/lib/commands/read-group";
import { viewGroup } from "@/lib/store/group-view";

export const GET = read(async (call) => {
  return namesFor(call.actor, await viewGroup(call.db, await getGroupOrThrow(call.db, idOf(call))));
});
