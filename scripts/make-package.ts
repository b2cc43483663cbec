// The app package: manifest, translations and icons in a zip. The same settings and version give the same bytes, so that
// two packages can be compared.
import { type Zippable, zipSync } from "fflate";

import {
  COLOR_ICON, localizationFile, makeLocalization, makeManifest, MANIFEST_FILE, OUTLINE_ICON, translatedLocales,
} from "@/bot/manifest";
import type { ManifestSettings } from "@/bot/manifest-settings";

import { drawIcons } from "./app-icons";

// A zip has no earlier year. In local time, as fflate writes it: the bytes are the same in every zone.
const EPOCH = new Date(1980, 0, 1);

export async function makePackage(settings: ManifestSettings, version: string): Promise<Uint8Array> {
  const icons = await drawIcons();
  const files: Record<string, Uint8Array> = {
    [MANIFEST_FILE]: jsonFile(makeManifest(settings, version)),
    [COLOR_ICON]: icons.color,
    [OUTLINE_ICON]: icons.outline,
  };
  for (const locale of translatedLocales()) files[localizationFile(locale)] = jsonFile(makeLocalization(settings, locale));
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) entries[name] = [files[name] ?? new Uint8Array(), { mtime: EPOCH, level: 9 }];
  return zipSync(entries);
}

function jsonFile(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
