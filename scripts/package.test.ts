// A package made from settings is one that Teams takes, byte for byte the same each time, and the check finds what Teams
// would refuse.
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import sharp from "sharp";
import { describe, expect, it } from "vitest";

import type { ManifestSettings } from "@/bot/manifest-settings";
import type { Env } from "@/lib/env";

import { drawIcons } from "./app-icons";
import { findPackageProblems } from "./check-package";
import { makePackage } from "./make-package";

const SETTINGS: ManifestSettings = {
  teamsAppId: "33333333-3333-4333-8333-333333333333",
  botAppId: "22222222-2222-4222-8222-222222222222",
  name: "Herald",
  publisher: { name: "Example", url: "https://e.example", privacyUrl: "https://p.example", termsUrl: "https://t.example" },
  appUrl: "https://herald.example.com",
  cloud: "public",
  readReceipts: true,
};
const CLOUDS: Env["TEAMS_CLOUD"][] = ["public", "gcc", "gcch", "dod"];

type Files = Record<string, Uint8Array>;

/** A good package after `change`. */
async function changed(change: (files: Files) => void | Promise<void>): Promise<Uint8Array> {
  const files: Files = unzipSync(await makePackage(SETTINGS, "1.2.3"));
  await change(files);
  return zipSync(files);
}

function editJson(name: string, edit: (json: Record<string, unknown>) => void): (files: Files) => void {
  return (files) => {
    const json = JSON.parse(strFromU8(files[name]!)) as Record<string, unknown>;
    edit(json);
    files[name] = strToU8(JSON.stringify(json));
  };
}

function editManifest(change: Record<string, unknown>): (files: Files) => void {
  return editJson("manifest.json", (json) => void Object.assign(json, change));
}

function picture(size: number, background: string): Promise<Buffer> {
  return sharp({ create: { width: size, height: size, channels: 4, background } }).png().toBuffer();
}

describe("npm run package", () => {
  it.each(CLOUDS)("makes a package that keeps Microsoft's schemas and rules (%s)", async (cloud) => {
    const zip = await makePackage({ ...SETTINGS, cloud }, "1.2.3");
    expect(Object.keys(unzipSync(zip)).sort()).toEqual(["color.png", "de.json", "manifest.json", "outline.png"]);
    expect(await findPackageProblems(zip)).toEqual([]);
  });

  it("makes the same bytes from the same settings", async () => {
    const [one, two] = [await makePackage(SETTINGS, "1.2.3"), await makePackage(SETTINGS, "1.2.3")];
    expect(Buffer.compare(one, two)).toBe(0);
    expect(Buffer.compare(one, await makePackage(SETTINGS, "1.2.4"))).not.toBe(0);
  });

  it("keeps within the limits of Teams with the longest names", async () => {
    const publisher = { ...SETTINGS.publisher, name: "x".repeat(32) };
    expect(await findPackageProblems(await makePackage({ ...SETTINGS, name: "x".repeat(30), publisher }, "1.2.3"))).toEqual([]);
  });
});

describe("the check of a package", () => {
  it.each<[string, string, (files: Files) => void | Promise<void>]>([
    ["no manifest", "manifest.json is missing", (files) => void delete files["manifest.json"]],
    ["no JSON", "is not JSON", (files) => void (files["manifest.json"] = strToU8("{"))],
    ["an unknown key", "additional properties", editManifest({ colour: "red" })],
    ["a schema of another version", "$schema", editManifest({ manifestVersion: "1.24" })],
    ["a schema from elsewhere", "$schema", editManifest({ $schema: "https://x.example" })],
    ["a pre-release version", "MAJOR.MINOR.PATCH", editManifest({ version: "1.0.0-rc.1" })],
    ["no channel features", "supportsChannelFeatures", editManifest({ supportsChannelFeatures: undefined })],
    ["a pattern as a domain", "pattern", editManifest({ validDomains: ["*.example.com"] })],
    ["a long translation", "de.json", editJson("de.json", (json) => void (json["description.short"] = "x".repeat(81)))],
    ["a translation of nothing", "de.json", editJson("de.json", (json) => void (json["title"] = "x"))],
    ["a missing translation", "de.json is named", (files) => void delete files["de.json"]],
    ["a stray file", "notes.txt is not named", (files) => void (files["notes.txt"] = strToU8("x"))],
    ["a picture that is none", "not a PNG", (files) => void (files["color.png"] = strToU8("GIF89a"))],
    ["a small colour icon", "192 × 192", async (files) => void (files["color.png"] = await picture(96, "#0f6cbd"))],
    ["a transparent colour icon", "opaque", async (files) => void (files["color.png"] = await picture(192, "#0f6cbd80"))],
    ["a symbol without room around it", "middle 96", async (files) => {
      const symbol = { input: await picture(120, "#ffffff"), left: 36, top: 36 };
      files["color.png"] = await sharp(await picture(192, "#0f6cbd")).composite([symbol]).png().toBuffer();
    }],
    ["a large outline icon", "32 × 32", async (files) => void (files["outline.png"] = (await drawIcons()).color)],
    ["a grey outline", "white", async (files) => void (files["outline.png"] = await picture(32, "#cccccc80"))],
    ["a filled outline", "transparent around", async (files) => void (files["outline.png"] = await picture(32, "#ffffff"))],
    ["an empty outline", "empty", async (files) => void (files["outline.png"] = await picture(32, "#ffffff00"))],
    ["a padded outline", "no padding", async (files) => {
      const dot = { input: await picture(16, "#ffffff"), left: 8, top: 8 };
      files["outline.png"] = await sharp(await picture(32, "#ffffff00")).composite([dot]).png().toBuffer();
    }],
  ])("finds %s", async (_fault, words, change) => {
    const problems = await findPackageProblems(await changed(change));
    expect(problems.join("\n")).toContain(words);
  });
});
