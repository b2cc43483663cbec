// Checks an app package as the catalog would: the files it names, Microsoft's JSON schemas for the manifest and its
// translations (as they come with @microsoft/app-manifest, without the network), the rules that stand only in Microsoft's
// prose, and the icons. Looks at the zip itself, so it says what was really packed.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AppManifestUtils } from "@microsoft/app-manifest";
import { strFromU8, unzipSync } from "fflate";
import { z } from "zod";

import { MANIFEST_FILE } from "@/bot/manifest";

import { findColorIconProblems, findOutlineIconProblems } from "./app-icons";

// "Bot menus" allows less than the JSON schema does.
const MAX_COMMAND_TITLE = 32;
const MAX_COMMAND_DESCRIPTION = 128;

/** The parts of a manifest that the rules below look at; the schema has judged the rest. */
const manifestSchema = z.object({
  $schema: z.string(),
  manifestVersion: z.string(),
  version: z.string(),
  icons: z.object({ color: z.string(), outline: z.string() }),
  localizationInfo: z.object({ additionalLanguages: z.array(z.object({ languageTag: z.string(), file: z.string() })) }),
  bots: z.array(z.object({
    scopes: z.array(z.string()),
    commandLists: z.array(z.object({ commands: z.array(z.object({ title: z.string(), description: z.string() })) })),
  })),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ resource: z.string() }),
  supportsChannelFeatures: z.string().optional(),
});
type Checked = z.output<typeof manifestSchema>;
type Files = Record<string, Uint8Array>;
type AnyManifest = Parameters<typeof AppManifestUtils.validateAgainstSchema>[0];

/** One sentence for each thing the catalog would refuse; empty when the package is good. */
export async function findPackageProblems(zip: Uint8Array): Promise<string[]> {
  const files = unzipSync(zip);
  const json = parseFile(files, MANIFEST_FILE);
  if (json === undefined) return [`${MANIFEST_FILE} is missing or is not JSON.`];
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${MANIFEST_FILE}: ${path.join(".")}: ${message}.`);
  }
  const manifest = parsed.data;
  return [
    ...(await findSchemaProblems(MANIFEST_FILE, json, manifest.manifestVersion, manifest.$schema)),
    ...findRuleProblems(manifest),
    ...findFileProblems(manifest, files),
    ...(await findTranslationProblems(manifest, files)),
    ...(await findIconProblems(manifest, files)),
  ];
}

async function findSchemaProblems(file: string, json: unknown, version: string, schemaUrl: string): Promise<string[]> {
  // Any other address would be fetched.
  if (schemaUrl !== `https://developer.microsoft.com/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`) {
    return [`${file}: $schema does not belong to manifestVersion ${version}.`];
  }
  const problems = await AppManifestUtils.validateAgainstSchema(json as AnyManifest);
  return problems.map((problem) => `${file}: ${problem}`);
}

function findRuleProblems(manifest: Checked): string[] {
  const problems: string[] = [];
  // The schema takes any semantic version, the catalog only three numbers.
  if (!/^\d+\.\d+\.\d+$/.test(manifest.version)) problems.push(`version ${manifest.version} must be MAJOR.MINOR.PATCH.`);
  const inTeams = manifest.bots.some(({ scopes }) => scopes.includes("team"));
  if (inTeams && isFrom(manifest.manifestVersion, 25) && manifest.supportsChannelFeatures === undefined) {
    problems.push("supportsChannelFeatures is required with the scope team from manifest 1.25 on.");
  }
  for (const domain of manifest.validDomains) {
    if (domain.includes("*")) problems.push(`validDomains must name hosts of yours alone: ${domain} is a pattern.`);
  }
  if (manifest.webApplicationInfo.resource === "") problems.push("webApplicationInfo.resource must not be empty.");
  for (const { title, description } of manifest.bots.flatMap((bot) => bot.commandLists).flatMap((list) => list.commands)) {
    if (title.length > MAX_COMMAND_TITLE) problems.push(`the command "${title}" has more than ${MAX_COMMAND_TITLE} characters.`);
    if (description.length > MAX_COMMAND_DESCRIPTION) {
      problems.push(`the description of "${title}" has more than ${MAX_COMMAND_DESCRIPTION} characters.`);
    }
  }
  return problems;
}

function findFileProblems({ icons, localizationInfo }: Checked, files: Files): string[] {
  const named = [MANIFEST_FILE, icons.color, icons.outline, ...localizationInfo.additionalLanguages.map(({ file }) => file)];
  return [
    ...named.filter((name) => files[name] === undefined).map((name) => `${name} is named in the manifest and missing.`),
    ...Object.keys(files).filter((name) => !named.includes(name)).map((name) => `${name} is not named in the manifest.`),
  ];
}

async function findTranslationProblems({ manifestVersion, localizationInfo }: Checked, files: Files): Promise<string[]> {
  const schema = readLocalizationSchema(manifestVersion);
  const checks = localizationInfo.additionalLanguages.map(async ({ file }) => {
    const json = parseFile(files, file);
    if (json === undefined) return [];
    const problems = await AppManifestUtils.validateAgainstSchema(json as AnyManifest, schema);
    return problems.map((problem) => `${file}: ${problem}`);
  });
  return (await Promise.all(checks)).flat();
}

async function findIconProblems({ icons }: Checked, files: Files): Promise<string[]> {
  const [color, outline] = [files[icons.color], files[icons.outline]];
  return [
    ...(color ? await findColorIconProblems(color) : []),
    ...(outline ? await findOutlineIconProblems(outline) : []),
  ];
}

function readLocalizationSchema(version: string): NonNullable<Parameters<typeof AppManifestUtils.validateAgainstSchema>[1]> {
  const entry = createRequire(import.meta.url).resolve("@microsoft/app-manifest");
  const path = new URL(`json-schemas/teams/v${version}/MicrosoftTeams.Localization.schema.json`, `file://${entry}`);
  // Some patterns of Microsoft's file leave a bracket bare, which regular expressions with the flag `u` refuse.
  const text = readFileSync(path, "utf8").replaceAll(String.raw`\\b]`, String.raw`\\b\\]`);
  return JSON.parse(text) as ReturnType<typeof readLocalizationSchema>;
}

function parseFile(files: Files, name: string): unknown {
  const bytes = files[name];
  if (!bytes) return undefined;
  try {
    return JSON.parse(strFromU8(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isFrom(manifestVersion: string, minor: number): boolean {
  return Number(manifestVersion.split(".")[1]) >= minor;
}
