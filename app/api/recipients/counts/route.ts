// How many recipients of each kind are in each state, as of a moment ago: see lib/store/recipient-counts.ts.
import { read } from "@/app/api/_handle";
import { countRecipients } from "@/lib/store/recipient-counts";

export const GET = read(async ({ db }) => {
  const { counts, countedAt } = await countRecipients(db);
  return { counts, countedAt: countedAt.toISOString() };
});
