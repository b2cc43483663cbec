// Recurring broadcasts, newest first, each with its next run and its last.
import { read } from "@/app/api/_handle";
import { recurringQuery } from "@/app/api/_query";
import { viewRecurring } from "@/app/api/_recurring-view";
import { parseInput } from "@/lib/commands/command";
import { listBroadcasts } from "@/lib/store/list-broadcasts";

export const GET = read(async ({ db, query }) => {
  const { status: statuses, ...filter } = parseInput(recurringQuery, query);
  const { items, next } = await listBroadcasts(db, { ...filter, statuses, purposes: ["RECURRING"] });
  return { items: await viewRecurring(db, items), next };
});
