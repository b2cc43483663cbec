// Who has joined a team. The event alone does not always say: it may name somebody by nothing but the id they have towards the
// bot, or come so late that they may have left since. Then the roster is asked for them, one by one.
import { listObjectIds } from "@/lib/store/references";

import type { Account, Activity } from "./activity";
import type { Bot } from "./bot";
import { askRoster, isPerson, lookupDeadline, MAX_LOOKUPS, mergeAccounts } from "./resolve-mentions";

/** Who has left again is in neither. */
export type Joined = {
  members: Account[];
  /** It was told late, and the roster did not say whether they are still there. */
  unsure: Account[];
  /** Only the whole roster tells the rest. */
  isDoubtful: boolean;
};

export async function resolveJoined(bot: Bot, activity: Activity): Promise<Joined> {
  const accounts = (activity.membersAdded ?? []).filter((account) => isPerson(account, activity));
  const unnamed = accounts.flatMap(({ id, aadObjectId }) => (id && !aadObjectId ? [id] : []));
  const known = await listObjectIds(bot.db, activity.tenantId, unnamed);
  const joined: Joined = { members: [], unsure: [], isDoubtful: activity.isLate && accounts.length > 0 };
  const deadline = lookupDeadline();
  let lookups = 0;
  for (const told of accounts) {
    const objectId = told.aadObjectId ?? known.get(told.id ?? "");
    const account = objectId ? { ...told, aadObjectId: objectId } : told;
    if (objectId && !activity.isLate) {
      joined.members.push(account);
      continue;
    }
    const isAsked = (lookups += 1) <= MAX_LOOKUPS;
    const found = isAsked ? await askRoster(bot, activity, account.id ?? objectId ?? "", deadline) : undefined;
    // One that does not answer now will not for the others either, and Teams waits for ours.
    if (found === undefined) lookups = MAX_LOOKUPS;
    const named = mergeAccounts(account, found);
    if (found && named.aadObjectId) joined.members.push(named);
    else if (found === undefined && objectId) joined.unsure.push(account);
    else joined.isDoubtful = true;
  }
  return joined;
}
