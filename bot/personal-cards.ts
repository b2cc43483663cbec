// The cards about one person's own choices, made from what the database says now.
import type { ActionData } from "@/lib/domain/card-actions";
import type { AdaptiveCard } from "@/lib/domain/card-elements";
import { PREFERENCES_PAGE_SIZE, preferencesCard, type TopicChoice, whoAmICard } from "@/lib/domain/card-preferences";
import { startedCard, stoppedCard, whyCard } from "@/lib/domain/card-replies";
import { isOptedOut } from "@/lib/domain/opt-out";
import type { Topic } from "@/lib/domain/topic";
import { findInstallContext } from "@/lib/store/install-context";
import { listOptOuts, type SavedOptOut } from "@/lib/store/opt-outs";
import type { MetRecipient, Recipient } from "@/lib/store/recipients";
import { listTopics } from "@/lib/store/topics";
import { preferenceLabels, replyLabels } from "@/lib/texts/card-labels";
import type { Locale } from "@/lib/texts/texts";

import type { Bot } from "./bot";
import { signAction, type UnsignedAction } from "./card-signature";

/** Makes signed data for buttons of one person. */
export type Signer = (action: Omit<UnsignedAction, "recipient">) => ActionData;

export function signerOf(bot: Bot, recipientId: string): Signer {
  return (action) => signAction({ ...action, recipient: recipientId }, bot.secretKey);
}

export async function showPreferences(bot: Bot, { id }: Pick<Recipient, "id">, locale: Locale, page = 0): Promise<AdaptiveCard> {
  const optOuts = await listOptOuts(bot.db, id);
  const topics = await listTopics(bot.db);
  const signer = signerOf(bot, id);
  const from = page * PREFERENCES_PAGE_SIZE < topics.length ? page * PREFERENCES_PAGE_SIZE : 0;
  const shown = topics.slice(from, from + PREFERENCES_PAGE_SIZE);
  const nextPage = (from + PREFERENCES_PAGE_SIZE) / PREFERENCES_PAGE_SIZE;
  return preferencesCard(preferenceLabels(locale), {
    topics: shown.map((topic) => choiceOf(topic, optOuts, signer, from / PREFERENCES_PAGE_SIZE)),
    stopped: optOuts.some(({ topicId }) => topicId === null),
    startAll: signer({ verb: "startAll" }),
    stopAll: signer({ verb: "stopAll" }),
    // The last page leads to the first, so that no topic is out of reach.
    ...(topics.length > PREFERENCES_PAGE_SIZE
      ? { next: signer({ verb: "preferences", page: nextPage * PREFERENCES_PAGE_SIZE < topics.length ? nextPage : 0 }) }
      : {}),
  });
}

function choiceOf(topic: Topic, optOuts: readonly SavedOptOut[], signer: Signer, page: number): TopicChoice {
  const { name, description } = topic;
  if (topic.mandatory) return { name, description, state: "ALWAYS_ON" };
  const off = isOptedOut(optOuts, topic);
  const change = signer({ verb: "setTopic", topic: topic.id, to: off ? "ON" : "OFF", ...(page > 0 ? { page } : {}) });
  return { name, description, state: off ? "OFF" : "ON", change };
}

export async function showStopped(bot: Bot, { id }: Pick<Recipient, "id">, locale: Locale): Promise<AdaptiveCard> {
  const topics = await listTopics(bot.db);
  return stoppedCard(replyLabels(locale), {
    mandatoryTopics: topics.filter(({ mandatory }) => mandatory).map(({ name }) => name),
    startAll: signerOf(bot, id)({ verb: "startAll" }),
  });
}

/** "All topics are on" would not be true for somebody who opted out of single ones: they see the list instead. */
export async function showStarted(bot: Bot, person: Pick<Recipient, "id">, locale: Locale): Promise<AdaptiveCard> {
  const optOuts = await listOptOuts(bot.db, person.id);
  if (optOuts.length > 0) return showPreferences(bot, person, locale);
  return startedCard(replyLabels(locale), { preferences: signerOf(bot, person.id)({ verb: "preferences" }) });
}

export async function showWhy(bot: Bot, person: MetRecipient, locale: Locale): Promise<AdaptiveCard> {
  const topics = await listTopics(bot.db);
  const { team, installer } = await findInstallContext(bot.db, person.id);
  return whyCard(replyLabels(locale), {
    source: person.source,
    ...(team ? { team } : {}),
    ...(installer ? { installer } : {}),
    topics: topics.filter((topic) => !isOptedOut(person.optOuts, topic)).map(({ name }) => name),
    preferences: signerOf(bot, person.id)({ verb: "preferences" }),
  });
}

export function showWhoAmI(person: MetRecipient, locale: Locale): AdaptiveCard {
  const { displayName, email, objectId, state, source } = person;
  return whoAmICard(preferenceLabels(locale), { displayName, ...(email ? { email } : {}), objectId, state, source });
}
