// What the Teams app's manifest needs to know of the settings, checked together: everything wrong or missing is named in
// one list, because whoever prepares the package has just typed all of them.
import { type Env, isLoopback, parseEnv, SettingsError } from "@/lib/env";
import type { SettingName } from "@/lib/settings";

export type ManifestSettings = {
  /** The manifest's id; the catalog knows the app by it. */
  teamsAppId: string;
  botAppId: string;
  name: string;
  publisher: { name: string; url: string; privacyUrl: string; termsUrl: string };
  /** The public address of Herald. */
  appUrl: string;
  cloud: Env["TEAMS_CLOUD"];
  /** Ask for the permission to learn who has read a card. */
  readReceipts: boolean;
};

/** Settings that have no default, and what to set them to. */
const REQUIRED = {
  APP_URL: "the public https address of Herald, such as https://herald.example.com",
  BOT_APP_ID: "the application (client) id of the bot's registration",
  PUBLISHER_NAME: "the name of your organisation",
  PUBLISHER_URL: "a page for people who need help with the app",
  PRIVACY_URL: "the address of your privacy notice",
  TERMS_URL: "the address of your terms of use",
} as const satisfies Partial<Record<SettingName, string>>;

type Source = Readonly<Record<string, string | undefined>>;

/** Throws SettingsError with one sentence for each setting to change. */
export function readManifestSettings(source: Source): ManifestSettings {
  const { settings, problems } = parse(source);
  for (const [name, meaning] of Object.entries(REQUIRED)) {
    if (!source[name]?.trim()) problems.push(`${name} is missing: set it to ${meaning}.`);
  }
  problems.push(...findAddressProblems(source["APP_URL"]?.trim() ?? ""));
  const { PUBLISHER_NAME, PUBLISHER_URL, PRIVACY_URL, TERMS_URL, BOT_APP_ID, TEAMS_APP_ID } = settings ?? {};
  if (problems.length > 0 || !settings || !PUBLISHER_NAME || !PUBLISHER_URL || !PRIVACY_URL || !TERMS_URL || !BOT_APP_ID) {
    throw new SettingsError(problems, "The app package cannot be made with these settings:");
  }
  return {
    teamsAppId: TEAMS_APP_ID ?? BOT_APP_ID,
    botAppId: BOT_APP_ID,
    name: settings.TEAMS_APP_NAME,
    publisher: { name: PUBLISHER_NAME, url: PUBLISHER_URL, privacyUrl: PRIVACY_URL, termsUrl: TERMS_URL },
    appUrl: settings.APP_URL,
    cloud: settings.TEAMS_CLOUD,
    readReceipts: settings.READ_RECEIPTS,
  };
}

function parse(source: Source): { settings?: Env; problems: string[] } {
  try {
    return { settings: parseEnv(source, "tool"), problems: [] };
  } catch (error) {
    if (error instanceof SettingsError) return { problems: [...error.problems] };
    throw error;
  }
}

// An address that is none has been named already.
function findAddressProblems(appUrl: string): string[] {
  if (!URL.canParse(appUrl)) return [];
  if (isLoopback(appUrl)) return ["APP_URL is a loopback address, which Teams cannot reach: set it to the public one."];
  if (new URL(appUrl).protocol !== "https:") return ["APP_URL must begin with https: Teams talks to nothing else."];
  return [];
}
