// The runs of a recurring broadcast, newest first.
import { idOf, read } from "@/app/api/_handle";
import { runsQuery } from "@/app/api/_query";
import { viewRuns } from "@/app/api/_recurring-view";
import { getBroadcastOrThrow } from "@/lib/commands/broadcast-rules";
import { parseInput } from "@/lib/commands/command";
import { listRuns } from "@/lib/store/recurrences";

export const GET = read(async (call) => {
  const { id } = await getBroadcastOrThrow(call.db, idOf(call));
  const { items, next } = await listRuns(call.db, id, parseInput(runsQuery, call.query));
  return { items: await viewRuns(call.db, items), next };
});
