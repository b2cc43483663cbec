// The manifest of the Teams app, from the settings: what Teams shows, which bot answers where, and what it asks for.
// Pure; scripts/package.ts puts it into the package beside its icons and translations.
// Sources: Microsoft, "App manifest schema" 1.25 and its JSON schema, "Apps for government clouds".
import type { TeamsManifestV1D10, TeamsManifestV1D25 } from "@microsoft/app-manifest";

import type { BotCommand } from "@/lib/domain/card-replies";
import type { Env } from "@/lib/env";
import { DEFAULT_LOCALE, type Locale, LOCALES, MESSAGES, texts } from "@/lib/texts/texts";

import type { ManifestSettings } from "./manifest-settings";

export type Manifest = TeamsManifestV1D25.TeamsManifestV1D25 | TeamsManifestV1D10.TeamsManifestV1D10;
/** A translation of the manifest: paths such as `name.short`, and their text. */
export type Localization = Record<string, string>;

export const MANIFEST_FILE = "manifest.json";
export const COLOR_ICON = "color.png";
export const OUTLINE_ICON = "outline.png";
export const ACCENT_COLOR = "#0f6cbd";
/** Lets Teams tell the bot who has seen its card in a personal chat. */
export const READ_RECEIPT_PERMISSION = "ChatMessageReadReceipt.Read.Chat";

/**
 * The newest manifest the catalog of a cloud is known to take. The government clouds above GCC lag behind and say nowhere
 * how far; 1.10 is what vendors ship there (ServiceNow, 2026). It has neither read receipts nor channel features.
 */
export const MANIFEST_VERSIONS = { public: "1.25", gcc: "1.25", gcch: "1.10", dod: "1.10" } as const satisfies Record<
  Env["TEAMS_CLOUD"], string
>;

/** The resource-specific permissions that the manifest asks for: whoever installs the app through Graph consents to them. */
export function appConsents({ READ_RECEIPTS, TEAMS_CLOUD }: Pick<Env, "READ_RECEIPTS" | "TEAMS_CLOUD">): string[] {
  return READ_RECEIPTS && MANIFEST_VERSIONS[TEAMS_CLOUD] !== "1.10" ? [READ_RECEIPT_PERMISSION] : [];
}

/** The words Teams offers while somebody types, by the place they are typed in. */
const COMMANDS: Record<"personal" | "team" | "group", readonly (BotCommand | "messageAll")[]> = {
  personal: ["help", "preferences", "stop", "start", "why", "whoami"],
  team: ["help", "messageAll"],
  group: ["help"],
};

/** `version` is the app's, MAJOR.MINOR.PATCH: the catalog takes an update only when it grows. */
export function makeManifest(settings: ManifestSettings, version: string): Manifest {
  return MANIFEST_VERSIONS[settings.cloud] === "1.25"
    ? makeCurrentManifest(settings, version)
    : makeGovernmentManifest(settings, version);
}

/** The file of a language beside the manifest, for every language but the manifest's own. */
export function localizationFile(locale: Locale): string {
  return `${locale}.json`;
}

export function translatedLocales(): Locale[] {
  return LOCALES.filter((locale) => locale !== DEFAULT_LOCALE);
}

export function makeLocalization(settings: ManifestSettings, locale: Locale): Localization {
  const { description } = describe(settings, locale);
  const entries: [string, string][] = [
    ["name.short", settings.name],
    ["description.short", description.short],
    ["description.full", description.full],
  ];
  for (const [listIndex, { commands }] of commandLists("groupChat", locale).entries()) {
    for (const [index, command] of commands.entries()) {
      const path = `bots[0].commandLists[${listIndex}].commands[${index}]`;
      entries.push([`${path}.title`, command.title], [`${path}.description`, command.description]);
    }
  }
  return Object.fromEntries(entries);
}

function makeCurrentManifest(settings: ManifestSettings, version: string): TeamsManifestV1D25.TeamsManifestV1D25 {
  return {
    $schema: schemaUrl("1.25"),
    manifestVersion: "1.25",
    ...makeCore(settings, version),
    bots: [makeBot(settings, "groupChat")],
    // Without it the catalog refuses an app for teams from 1.25 on. It says that shared and private channels work too,
    // which they do: a channel is a conversation like another.
    supportsChannelFeatures: "tier1",
    ...(settings.readReceipts && {
      authorization: {
        permissions: { resourceSpecific: [{ name: READ_RECEIPT_PERMISSION, type: "Application" as const }] },
      },
    }),
  };
}

function makeGovernmentManifest(settings: ManifestSettings, version: string): TeamsManifestV1D10.TeamsManifestV1D10 {
  return {
    $schema: schemaUrl("1.10"),
    manifestVersion: "1.10",
    ...makeCore(settings, version),
    bots: [makeBot(settings, "groupchat")],
  };
}

function makeCore(settings: ManifestSettings, version: string) {
  const { publisher, appUrl } = settings;
  return {
    version,
    id: settings.teamsAppId,
    localizationInfo: {
      defaultLanguageTag: DEFAULT_LOCALE,
      additionalLanguages: translatedLocales().map((locale) => ({ languageTag: locale, file: localizationFile(locale) })),
    },
    developer: {
      name: publisher.name,
      websiteUrl: publisher.url,
      privacyUrl: publisher.privacyUrl,
      termsOfUseUrl: publisher.termsUrl,
    },
    ...describe(settings, DEFAULT_LOCALE),
    icons: { color: COLOR_ICON, outline: OUTLINE_ICON },
    accentColor: ACCENT_COLOR,
    defaultInstallScope: "personal" as const,
    permissions: ["identity" as const, "messageTeamMembers" as const],
    validDomains: [new URL(appUrl).host],
    // The registration that resource-specific permissions are granted to. Nobody signs in through Teams, so the resource
    // is never asked for, but it must not be missing.
    webApplicationInfo: { id: settings.botAppId, resource: appUrl },
  };
}

function makeBot<Group extends string>({ botAppId }: ManifestSettings, group: Group) {
  return {
    botId: botAppId,
    scopes: ["personal" as const, "team" as const, group],
    supportsFiles: false,
    // Notification-only bots cannot be written to, and then nobody could write "start" to come back.
    isNotificationOnly: false,
    commandLists: commandLists(group, DEFAULT_LOCALE),
  };
}

function commandLists<Group extends string>(group: Group, locale: Locale) {
  return [
    { scopes: ["personal" as const], commands: commandsOf("personal", locale) },
    { scopes: ["team" as const], commands: commandsOf("team", locale) },
    { scopes: [group], commands: commandsOf("group", locale) },
  ];
}

function commandsOf(place: keyof typeof COMMANDS, locale: Locale): { title: string; description: string }[] {
  const { bot, teamMessage } = MESSAGES[locale];
  const words = { ...bot.help.command, messageAll: teamMessage.command };
  return COMMANDS[place].map((command) => ({ title: words[command].name, description: words[command].does }));
}

function describe({ name }: ManifestSettings, locale: Locale) {
  const t = texts(locale);
  return { name: { short: name }, description: { short: t("app.description.short"), full: t("app.description.full", { name }) } };
}

function schemaUrl(version: string): string {
  return `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
}
