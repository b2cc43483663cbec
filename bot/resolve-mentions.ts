// Teams names a mentioned person by the id they have towards this bot (`29:…`) and often without the Entra object id that
// recipients are keyed by. Who is known already is found by that id; the others are looked up in the roster. Somebody
// the roster does not tell is kept under the bot's own id, until a later activity names both (see recordSighting).
import { listObjectIds } from "@/lib/store/references";

import { type Account, type Activity, isBot } from "./activity";
import type { Bot } from "./bot";
import { takeSlot } from "./reply";

/** Roster reads for one message; a message that mentions more people is answered no later for it. */
const MAX_LOOKUPS = 20;
const MAX_WAIT_MS = 2_000;

/** Everyone mentioned beside the bot, with an object id to be keyed by. */
export async function resolveMentions(bot: Bot, activity: Activity): Promise<Account[]> {
  const accounts = activity.mentions.map(({ mentioned }) => mentioned).filter((account) => isPerson(account, activity));
  const unnamed = accounts.flatMap(({ id, aadObjectId }) => (id && !aadObjectId ? [id] : []));
  const known = await listObjectIds(bot.db, activity.tenantId, unnamed);
  const resolved: Account[] = [];
  let lookups = 0;
  for (const account of accounts) {
    const objectId = account.aadObjectId ?? known.get(account.id ?? "");
    if (objectId) resolved.push({ ...account, aadObjectId: objectId });
    else if ((lookups += 1) <= MAX_LOOKUPS) resolved.push(await lookUpMember(bot, activity, account));
  }
  return resolved;
}

/** What the roster tells of one person, beside what is known. */
export async function lookUpMember(bot: Bot, activity: Activity, account: Account): Promise<Account> {
  const { serviceUrl, conversation, tenantId } = activity;
  const memberId = account.id ?? "";
  const hasSlot = await takeSlot(bot, tenantId, performance.now() + MAX_WAIT_MS);
  const member = hasSlot
    ? await bot.connector.getMember({ serviceUrl, conversationId: conversation.id, memberId })
    : undefined;
  const aadObjectId = member?.aadObjectId ?? account.aadObjectId ?? memberId;
  return { ...account, ...withoutUndefined(member), aadObjectId, id: memberId };
}

/** Teams, channels and tags are mentioned too; people alone have ids that begin so. */
function isPerson(account: Account, activity: Activity): boolean {
  return !isBot(account, activity) && (account.aadObjectId !== undefined || account.id?.startsWith("29:") === true);
}

function withoutUndefined(account: Account | undefined): Partial<Account> {
  return Object.fromEntries(Object.entries(account ?? {}).filter(([, value]) => value !== undefined));
}
