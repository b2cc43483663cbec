// Teams names a mentioned person by the id they have towards this bot (`29:…`) and often without the Entra object id that
// recipients are keyed by. Who is known already is found by that id; the others are looked up in the roster. Somebody
// the roster does not tell is no recipient: they may be one already, by their object id, and would get everything twice. They
// become one when the roster of the place has been read, or when they are seen under both ids.
import { setTimeout as rest } from "node:timers/promises";

import { listObjectIds } from "@/lib/store/references";

import { type Account, type Activity, isBot } from "./activity";
import type { Bot } from "./bot";
import { takeSlot } from "./reply";

/** Roster reads for one activity; a message that mentions more people is answered no later for it. */
export const MAX_LOOKUPS = 20;
const MAX_WAIT_MS = 2_000;
/** All of them together: Teams gives an answer up after 15 s. */
const MAX_LOOKUPS_MS = 5_000;

/** Until when an activity that has come now may ask the roster, of `performance.now`. */
export function lookupDeadline(): number {
  return performance.now() + MAX_LOOKUPS_MS;
}

/** `missing`: somebody is among them whom nobody could tell. */
export type Mentions = { people: Account[]; missing: boolean };

/** Everyone mentioned beside the bot who has an object id to be keyed by. */
export async function resolveMentions(bot: Bot, activity: Activity): Promise<Mentions> {
  const accounts = activity.mentions.map(({ mentioned }) => mentioned).filter((account) => isPerson(account, activity));
  const unnamed = accounts.flatMap(({ id, aadObjectId }) => (id && !aadObjectId ? [id] : []));
  const known = await listObjectIds(bot.db, activity.tenantId, unnamed);
  const people: Account[] = [];
  const deadline = lookupDeadline();
  let lookups = 0;
  for (const account of accounts) {
    const objectId = account.aadObjectId ?? known.get(account.id ?? "");
    if (objectId) people.push({ ...account, aadObjectId: objectId });
    else if ((lookups += 1) <= MAX_LOOKUPS) {
      const found = await lookUpMember(bot, activity, account, deadline);
      if (found.aadObjectId) people.push(found);
    }
  }
  return { people, missing: people.length < accounts.length };
}

/** What the roster tells of one person, beside what is known; both may lack the object id. */
export async function lookUpMember(
  bot: Bot, activity: Activity, account: Account, deadline = lookupDeadline(),
): Promise<Account> {
  return mergeAccounts(account, await askRoster(bot, activity, account.id ?? "", deadline));
}

/**
 * In a slot of the tenant's bucket. Null: nobody in it has this id. Undefined: it was not to be asked, or Teams does not say
 * before `deadline`.
 */
export async function askRoster(
  bot: Bot, activity: Activity, memberId: string, deadline: number,
): Promise<Account | null | undefined> {
  const { serviceUrl, conversation, tenantId } = activity;
  const hasSlot = await takeSlot(bot, tenantId, Math.min(deadline, performance.now() + MAX_WAIT_MS));
  const leftMs = deadline - performance.now();
  if (!hasSlot || leftMs <= 0) return undefined;
  const waiting = new AbortController();
  try {
    return await Promise.race([
      bot.connector.getMember({ serviceUrl, conversationId: conversation.id, memberId }),
      rest(leftMs, undefined, { signal: waiting.signal }),
    ]);
  } finally {
    waiting.abort();
  }
}

/** What an activity tells of somebody, and what the roster does. */
export function mergeAccounts(told: Account, found: Account | null | undefined): Account {
  return { ...told, ...withoutUndefined(found), id: told.id ?? found?.id };
}

/** Teams, channels and tags are mentioned too; people alone have ids that begin so. */
export function isPerson(account: Account, activity: Activity): boolean {
  return !isBot(account, activity) && (account.aadObjectId !== undefined || account.id?.startsWith("29:") === true);
}

function withoutUndefined(account: Account | null | undefined): Partial<Account> {
  return Object.fromEntries(Object.entries(account ?? {}).filter(([, value]) => value !== undefined));
}
