// The manifest offers the bot where Herald speaks, words that the bot knows, and nothing that it does not need.
import { describe, expect, it } from "vitest";

import { LOCALES } from "@/lib/texts/texts";

import { parseActivity } from "./activity";
import { findCommand, wantsToMessageAll } from "./command-words";
import { makeLocalization, makeManifest } from "./manifest";
import type { ManifestSettings } from "./manifest-settings";

const SETTINGS: ManifestSettings = {
  teamsAppId: "33333333-3333-4333-8333-333333333333",
  botAppId: "22222222-2222-4222-8222-222222222222",
  name: "Town Crier",
  publisher: { name: "Example", url: "https://e.example", privacyUrl: "https://p.example", termsUrl: "https://t.example" },
  appUrl: "https://herald.example.com:8443",
  cloud: "public",
  readReceipts: true,
};

/** The bot's name for it. */
function commandOf(text: string): string | undefined {
  const parsed = parseActivity(
    {
      type: "message", text, channelId: "msteams", serviceUrl: "https://smba.example/", id: "1",
      from: { id: "29:p" }, recipient: { id: "28:b" }, conversation: { id: "a:1", conversationType: "personal", tenantId: "t" },
    },
    new Date(0),
  );
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  return findCommand(parsed.activity) ?? (wantsToMessageAll(parsed.activity) ? "messageAll" : undefined);
}

describe("the manifest", () => {
  const manifest = makeManifest(SETTINGS, "1.2.3");

  it("is the app's and names the bot, each by its own id", () => {
    expect(manifest).toMatchObject({
      manifestVersion: "1.25", version: "1.2.3", id: SETTINGS.teamsAppId, name: { short: "Town Crier" },
      developer: { name: "Example", websiteUrl: "https://e.example", privacyUrl: "https://p.example", termsOfUseUrl: "https://t.example" },
      webApplicationInfo: { id: SETTINGS.botAppId },
    });
  });

  it("puts one bot into personal chats, teams and group chats, where people can write to it", () => {
    expect(manifest.bots).toHaveLength(1);
    expect(manifest.bots?.[0]).toMatchObject({
      botId: SETTINGS.botAppId, scopes: ["personal", "team", "groupChat"], supportsFiles: false, isNotificationOnly: false,
    });
    expect(manifest).toHaveProperty("supportsChannelFeatures", "tier1");
  });

  it("trusts no host but Herald's own", () => {
    expect(manifest.validDomains).toEqual(["herald.example.com:8443"]);
  });

  it("asks to see read receipts, unless told not to", () => {
    const asked = [{ name: "ChatMessageReadReceipt.Read.Chat", type: "Application" }];
    expect(manifest).toHaveProperty("authorization.permissions.resourceSpecific", asked);
    expect(makeManifest({ ...SETTINGS, readReceipts: false }, "1.2.3")).not.toHaveProperty("authorization");
  });

  it.each(["gcch", "dod"] as const)("is one of 1.10 for %s, whose catalog knows no later one", (cloud) => {
    const older = makeManifest({ ...SETTINGS, cloud }, "1.2.3");
    expect(older).toMatchObject({ manifestVersion: "1.10", bots: [{ scopes: ["personal", "team", "groupchat"] }] });
    expect(older).not.toHaveProperty("authorization");
    expect(older).not.toHaveProperty("supportsChannelFeatures");
  });

  it.each(LOCALES)("offers only words that the bot understands (%s)", (locale) => {
    const titles = Object.entries(makeLocalization(SETTINGS, locale)).filter(([path]) => path.endsWith(".title"));
    expect(titles.length).toBeGreaterThan(5);
    for (const [, title] of titles) expect(commandOf(title), title).toBeDefined();
  });

  it.each(LOCALES)("offers to write to a whole team in teams, and nowhere else (%s)", (locale) => {
    const offered = ["personal", "team", "groupChat"].map((scope) => {
      const list = manifest.bots?.[0]?.commandLists?.findIndex(({ scopes }) => scopes.some((one) => one === scope)) ?? -1;
      const titles = Object.entries(makeLocalization(SETTINGS, locale)).filter(([path]) => path.startsWith(`bots[0].commandLists[${list}].`));
      return titles.flatMap(([path, title]) => (path.endsWith(".title") ? [commandOf(title)] : []));
    });
    expect(offered).toEqual([expect.not.arrayContaining(["messageAll"]), ["help", "messageAll"], ["help"]]);
  });

  it("is translated path by path, the commands of every list included", () => {
    const german = makeLocalization(SETTINGS, "de");
    expect(german["description.full"]).toContain("Town Crier bringt Ihnen");
    const paths = manifest.bots?.[0]?.commandLists?.flatMap(({ commands }, list) =>
      commands.map((_command, index) => `bots[0].commandLists[${list}].commands[${index}].description`));
    expect(paths?.filter((path) => german[path] === undefined)).toEqual([]);
  });
});
