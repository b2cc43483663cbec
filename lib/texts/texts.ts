// Every word people read, as ICU messages: one JSON file a namespace and language (`en/card.json`, `de/card.json`).
// A new namespace is a file in each language and a line in each table below; a new language is a folder and an entry
// in LOCALES. English is the measure: a test holds the other languages to the same keys and the same arguments.
import { createTranslator } from "use-intl/core";

import deAccess from "./de/access.json";
import deApp from "./de/app.json";
import deApproval from "./de/approval.json";
import deApprovalCard from "./de/approvalCard.json";
import deAudiences from "./de/audiences.json";
import deAudit from "./de/audit.json";
import deBot from "./de/bot.json";
import deBroadcasts from "./de/broadcasts.json";
import deCard from "./de/card.json";
import deCompose from "./de/compose.json";
import deDirectory from "./de/directory.json";
import deDoctor from "./de/doctor.json";
import deEvents from "./de/events.json";
import deExports from "./de/exports.json";
import deKeys from "./de/keys.json";
import deLint from "./de/lint.json";
import dePerson from "./de/person.json";
import deReasons from "./de/reasons.json";
import deRecipients from "./de/recipients.json";
import deRecurring from "./de/recurring.json";
import deRefusal from "./de/refusal.json";
import deReport from "./de/report.json";
import deReview from "./de/review.json";
import deSettings from "./de/settings.json";
import deShell from "./de/shell.json";
import deSignIn from "./de/signIn.json";
import deStatus from "./de/status.json";
import deTeamMessage from "./de/teamMessage.json";
import deTeams from "./de/teams.json";
import deTemplates from "./de/templates.json";
import deTopics from "./de/topics.json";
import enAccess from "./en/access.json";
import enApp from "./en/app.json";
import enApproval from "./en/approval.json";
import enApprovalCard from "./en/approvalCard.json";
import enAudiences from "./en/audiences.json";
import enAudit from "./en/audit.json";
import enBot from "./en/bot.json";
import enBroadcasts from "./en/broadcasts.json";
import enCard from "./en/card.json";
import enCompose from "./en/compose.json";
import enDirectory from "./en/directory.json";
import enDoctor from "./en/doctor.json";
import enEvents from "./en/events.json";
import enExports from "./en/exports.json";
import enKeys from "./en/keys.json";
import enLint from "./en/lint.json";
import enPerson from "./en/person.json";
import enReasons from "./en/reasons.json";
import enRecipients from "./en/recipients.json";
import enRecurring from "./en/recurring.json";
import enRefusal from "./en/refusal.json";
import enReport from "./en/report.json";
import enReview from "./en/review.json";
import enSettings from "./en/settings.json";
import enShell from "./en/shell.json";
import enSignIn from "./en/signIn.json";
import enStatus from "./en/status.json";
import enTeamMessage from "./en/teamMessage.json";
import enTeams from "./en/teams.json";
import enTemplates from "./en/templates.json";
import enTopics from "./en/topics.json";

export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";

const en = {
  access: enAccess,
  app: enApp,
  approval: enApproval,
  approvalCard: enApprovalCard,
  audiences: enAudiences,
  audit: enAudit,
  bot: enBot,
  broadcasts: enBroadcasts,
  card: enCard,
  compose: enCompose,
  directory: enDirectory,
  doctor: enDoctor,
  events: enEvents,
  exports: enExports,
  keys: enKeys,
  lint: enLint,
  person: enPerson,
  reasons: enReasons,
  recipients: enRecipients,
  refusal: enRefusal,
  recurring: enRecurring,
  report: enReport,
  review: enReview,
  settings: enSettings,
  shell: enShell,
  signIn: enSignIn,
  status: enStatus,
  teamMessage: enTeamMessage,
  teams: enTeams,
  templates: enTemplates,
  topics: enTopics,
};
export type Messages = typeof en;
const de: Messages = {
  access: deAccess,
  app: deApp,
  approval: deApproval,
  approvalCard: deApprovalCard,
  audiences: deAudiences,
  audit: deAudit,
  bot: deBot,
  broadcasts: deBroadcasts,
  card: deCard,
  compose: deCompose,
  directory: deDirectory,
  doctor: deDoctor,
  events: deEvents,
  exports: deExports,
  keys: deKeys,
  lint: deLint,
  person: dePerson,
  reasons: deReasons,
  recipients: deRecipients,
  refusal: deRefusal,
  recurring: deRecurring,
  report: deReport,
  review: deReview,
  settings: deSettings,
  shell: deShell,
  signIn: deSignIn,
  status: deStatus,
  teamMessage: deTeamMessage,
  teams: deTeams,
  templates: deTemplates,
  topics: deTopics,
};

export const MESSAGES: Record<Locale, Messages> = { en, de };

/** `texts("de")("card.preferences")`; keys are checked by the compiler. */
export type Texts = ReturnType<typeof makeTexts>;

const made = new Map<Locale, Texts>();

export function texts(locale: Locale): Texts {
  // Compiled messages are cached inside a translator, and a broadcast asks for the same ones 100 000 times.
  const known = made.get(locale);
  if (known) return known;
  const translator = makeTexts(locale);
  made.set(locale, translator);
  return translator;
}

/** The best language we have for a tag (`de-AT`) or an Accept-Language header; English when there is none. */
export function pickLocale(acceptLanguageOrTag: string | null | undefined): Locale {
  return findLocale(acceptLanguageOrTag) ?? DEFAULT_LOCALE;
}

/** The same, or undefined when we have no texts in any of the languages asked for. */
export function findLocale(acceptLanguageOrTag: string | null | undefined): Locale | undefined {
  const wishes = (acceptLanguageOrTag ?? "").slice(0, 500).split(",").map(parseWish);
  const wanted = wishes.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const locale = LOCALES.find((known) => known === language);
    if (locale) return locale;
  }
  return undefined;
}

function makeTexts(locale: Locale) {
  // The zone matters to no text of the domain; places that show times format them themselves.
  return createTranslator<Messages>({ locale, messages: MESSAGES[locale], timeZone: "UTC" });
}

function parseWish(part: string): { language: string; weight: number } {
  const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
  const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
  return { language: tag.trim().split(/[-_]/)[0] ?? "", weight: quality === undefined ? 1 : Number(quality) || 0 };
}
