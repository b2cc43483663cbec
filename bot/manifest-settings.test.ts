// Everything that keeps the app package from being made is named at once.
import { describe, expect, it } from "vitest";

import { SettingsError } from "@/lib/env";

import { readManifestSettings } from "./manifest-settings";

const BOT = "22222222-2222-4222-8222-222222222222";
const APP = "33333333-3333-4333-8333-333333333333";
const GOOD = {
  APP_URL: "https://herald.example.com/",
  BOT_APP_ID: BOT,
  PUBLISHER_NAME: "Example",
  PUBLISHER_URL: "https://www.example.com/help",
  PRIVACY_URL: "https://www.example.com/privacy",
  TERMS_URL: "https://www.example.com/terms",
};

function problemsOf(source: Record<string, string>): string[] {
  try {
    readManifestSettings(source);
  } catch (error) {
    if (error instanceof SettingsError) return [...error.problems];
    throw error;
  }
  return [];
}

describe("the settings of the app package", () => {
  it("are read with their defaults, and need no secret", () => {
    expect(readManifestSettings(GOOD)).toEqual({
      teamsAppId: BOT,
      botAppId: BOT,
      name: "Herald",
      publisher: {
        name: "Example", url: GOOD.PUBLISHER_URL, privacyUrl: GOOD.PRIVACY_URL, termsUrl: GOOD.TERMS_URL,
      },
      appUrl: "https://herald.example.com",
      cloud: "public",
      readReceipts: true,
    });
    expect(readManifestSettings({ ...GOOD, TEAMS_APP_ID: APP, READ_RECEIPTS: "off" }))
      .toMatchObject({ teamsAppId: APP, botAppId: BOT, readReceipts: false });
  });

  it("are asked for in one list", () => {
    const problems = problemsOf({ APP_URL: " ", TEAMS_APP_NAME: "x".repeat(31), PRIVACY_URL: "http://example.com" });
    expect(problems.map((problem) => problem.split(" ")[0]).sort()).toEqual(
      ["APP_URL", "BOT_APP_ID", "PRIVACY_URL", "PUBLISHER_NAME", "PUBLISHER_URL", "TEAMS_APP_NAME", "TERMS_URL"],
    );
    expect(problems).toContain("PUBLISHER_NAME is missing: set it to the name of your organisation.");
  });

  it.each([
    ["http://localhost:3000", "loopback"],
    ["https://127.0.0.1", "loopback"],
    ["http://herald.example.com", "https"],
    ["herald.example.com", "must be an address"],
  ])("refuse %s as the public address, beside whatever else is wrong", (appUrl, word) => {
    const problems = problemsOf({ ...GOOD, APP_URL: appUrl, TERMS_URL: "none" });
    expect(problems).toHaveLength(2);
    expect(problems.find((problem) => problem.startsWith("APP_URL"))).toContain(word);
  });
});
