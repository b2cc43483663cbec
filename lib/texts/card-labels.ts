// The words of cards and of the bot's replies in one language, in the shape lib/domain asks for: the domain builds
// cards and knows no language.
import type { CardLabels } from "@/lib/domain/card";
import type { PreferenceLabels } from "@/lib/domain/card-preferences";
import type { ReplyLabels } from "@/lib/domain/card-replies";
import type { Warning } from "@/lib/domain/message-lint";
import type { VariableValues } from "@/lib/domain/variables";

import { DEFAULT_LOCALE, findLocale, type Locale, MESSAGES, type Messages, texts } from "./texts";

/** The language of a card's own words: the message's when we have texts for it, else English. */
export function cardLocale(messageLang: string | undefined): Locale {
  return findLocale(messageLang) ?? DEFAULT_LOCALE;
}

export function cardLabels(locale: Locale): CardLabels {
  const t = texts(locale);
  const { kind, section, placeholder, preferences, preferencesHint } = MESSAGES[locale].card;
  return {
    lang: locale,
    kind,
    section,
    placeholder,
    preferences,
    preferencesHint,
    optOut: (topic) => t("card.optOut", { topic }),
    mandatory: (topic) => t("card.mandatory", { topic }),
    leavesTeams: (host) => t("card.leavesTeams", { host }),
  };
}

/** What stands for a variable that is not known for a recipient and has no fallback of the author's. */
export function variableDefaults(locale: Locale): Required<VariableValues> {
  return MESSAGES[locale].card.default;
}

/** The text a new NOTIFICATION's `optOutHint` is offered. */
export function defaultOptOutHint(locale: Locale): string {
  return MESSAGES[locale].card.optOutHint;
}

export type CardReason = keyof Messages["card"]["reason"];

/** The one line of a card that says why this person receives it. */
export function cardReason(locale: Locale, reason: CardReason): string {
  return MESSAGES[locale].card.reason[reason];
}

export function replyLabels(locale: Locale): ReplyLabels {
  const t = texts(locale);
  const words = MESSAGES[locale].bot;
  const source = (key: keyof ReplyLabels["why"]["source"]) => (names: { team: string; installer: string }) =>
    t(`bot.why.source.${key}`, { ...names, hasTeam: yesNo(names.team), hasInstaller: yesNo(names.installer) });
  return {
    lang: locale,
    optedOut: { ...words.optedOut, title: (topic) => t("bot.optedOut.title", { topic }) },
    optedIn: { ...words.optedIn, title: (topic) => t("bot.optedIn.title", { topic }) },
    mandatory: { ...words.mandatory, title: (topic) => t("bot.mandatory.title", { topic }) },
    stopped: { ...words.stopped, except: (topics) => t("bot.stopped.except", { topics }) },
    started: words.started,
    why: {
      ...words.why,
      source: {
        INSTALL: source("INSTALL"),
        CONVERSATION_UPDATE: source("CONVERSATION_UPDATE"),
        MESSAGE: source("MESSAGE"),
        MENTION: source("MENTION"),
        CARD_ACTION: source("CARD_ACTION"),
        ROSTER: source("ROSTER"),
        GRAPH_INSTALL: source("GRAPH_INSTALL"),
        CREATED: source("CREATED"),
      },
      topics: (topics) => t("bot.why.topics", { topics }),
    },
    help: words.help,
    unknown: words.unknown,
    button: { ...words.button, optOut: (topic) => t("bot.button.optOut", { topic }) },
  };
}

export function preferenceLabels(locale: Locale): PreferenceLabels {
  const t = texts(locale);
  const words = MESSAGES[locale].bot;
  return {
    ...words.preferences,
    lang: locale,
    turnOnTopic: (topic) => t("bot.preferences.turnOnTopic", { topic }),
    turnOffTopic: (topic) => t("bot.preferences.turnOffTopic", { topic }),
    whoAmI: words.whoAmI,
  };
}

/** A lint warning as a sentence for the author. */
export function warningText(locale: Locale, warning: Warning): string {
  return texts(locale)(`lint.${warning.code}`, warning.values);
}

function yesNo(name: string): "yes" | "no" {
  return name === "" ? "no" : "yes";
}
