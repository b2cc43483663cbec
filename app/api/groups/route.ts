// Groups of the directory, as the last sync found them.
import { read } from "@/app/api/_handle";
import { groupsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { listGroups } from "@/lib/store/entra-groups";
import { viewGroups } from "@/lib/store/group-view";

export const GET = read(async ({ db, query }) => {
  const { items, next } = await listGroups(db, parseInput(groupsQuery, query));
  return { items: await viewGroups(db, items), next };
});
