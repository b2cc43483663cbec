// The settings as they were typed: what keeps Herald from starting, what is left from practising, what the app package
// lacks, and whether the secret key is one.
import { readManifestSettings } from "@/bot/manifest-settings";
import { type Finding, found } from "@/lib/domain/finding";
import { type Env, parseEnv, SettingsError } from "@/lib/env";

type Source = Readonly<Record<string, string | undefined>>;

/** Fewer different characters than this in at least 32 are a word, a row of digits or a pattern. */
const MIN_DISTINCT = 12;

/** `settings` is undefined when not even a tool could work with them. */
export function checkSettings(source: Source): { findings: Finding[]; settings: Env | undefined } {
  const problems = problemsOf(() => parseEnv(source));
  const settings = parseOrUndefined(source);
  const findings = problems.map((problem) => found("SETTING_WRONG", { problem }));
  if (findings.length === 0 && settings) findings.push(found("SETTINGS_GOOD", { cloud: settings.TEAMS_CLOUD }));
  if (settings) {
    findings.push(...findPractice(settings), ...findPackageGaps(source, settings, problems), ...checkSecretKey(settings));
  }
  return { findings, settings };
}

function findPractice(settings: Env): Finding[] {
  const { PRACTICE, BOT_AUTH, EXTRA_SERVICE_URLS, GRAPH_URL, LOGIN_URL } = settings;
  const names = [
    ...(PRACTICE ? ["PRACTICE=on"] : []),
    ...(BOT_AUTH ? [] : ["BOT_AUTH=off"]),
    ...(EXTRA_SERVICE_URLS.length > 0 ? ["EXTRA_SERVICE_URLS"] : []),
    ...(GRAPH_URL === undefined ? [] : ["GRAPH_URL"]),
    ...(LOGIN_URL === undefined ? [] : ["LOGIN_URL"]),
  ];
  return names.length === 0 ? [] : [found("PRACTICE_SETTINGS", { names: names.join(", ") })];
}

/** While practising there is no catalog to upload a package to. What is wrong anyway has been said. */
function findPackageGaps(source: Source, { BOT_AUTH }: Env, said: readonly string[]): Finding[] {
  const problems = BOT_AUTH ? problemsOf(() => readManifestSettings(source)) : [];
  const names = namesOf(problems).filter((name) => !namesOf(said).includes(name));
  return names.length === 0 ? [] : [found("PACKAGE_SETTINGS", { names: names.join(", ") })];
}

/** Each problem begins with the name of its setting. */
function namesOf(problems: readonly string[]): string[] {
  return problems.map((problem) => problem.split(" ")[0] ?? "");
}

function checkSecretKey({ SECRET_KEY }: Env): Finding[] {
  if (SECRET_KEY === undefined) return [];
  const distinct = new Set(SECRET_KEY).size;
  return [distinct < MIN_DISTINCT ? found("SECRET_KEY_WEAK", { distinct }) : found("SECRET_KEY_GOOD")];
}

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

function parseOrUndefined(source: Source): Env | undefined {
  try {
    return parseEnv(source, "tool");
  } catch (error) {
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}
