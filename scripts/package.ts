// `npm run package`: the Teams app as a zip, from the settings, checked as the catalog would. `--out FILE` says where to;
// `--version 1.2.3` is for a package that changed though Herald did not, since the catalog takes no version twice.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";

import { MANIFEST_VERSIONS } from "@/bot/manifest";
import { readManifestSettings } from "@/bot/manifest-settings";
import { StartError } from "@/lib/errors";
import { DEFAULT_DATA_DIR } from "@/lib/settings";

import { findPackageProblems } from "./check-package";
import { makePackage } from "./make-package";
import { ownVersion } from "./own-version";
import { report } from "./run-until-stopped";

const FILE_NAME = "herald-app.zip";

try {
  await writePackage(readArguments());
} catch (error) {
  report(error);
}

async function writePackage({ out, version }: { out: string; version: string }): Promise<void> {
  const settings = readManifestSettings(process.env);
  const zip = await makePackage(settings, version);
  const problems = await findPackageProblems(zip);
  if (problems.length > 0) throw new StartError(["The package would be refused:", ...problems.map((text) => `- ${text}`)].join("\n"));
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, zip);
  console.error(`${settings.name} ${version}, manifest ${MANIFEST_VERSIONS[settings.cloud]}, id ${settings.teamsAppId}:`);
  console.log(out);
  console.error("Upload it in the Teams admin center: Teams apps > Manage apps > Upload new app (docs/set-up.md, step 7).");
}

function readArguments(): { out: string; version: string } {
  try {
    const { values } = parseArgs({ options: { out: { type: "string" }, version: { type: "string" } } });
    const folder = process.env["HERALD_DATA_DIR"]?.trim() || DEFAULT_DATA_DIR;
    return { out: values.out ?? join(folder, FILE_NAME), version: values.version ?? ownVersion() };
  } catch (error) {
    throw new StartError("Usage: npm run package -- [--out FILE] [--version 1.2.3]", { cause: error });
  }
}
