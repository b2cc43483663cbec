// The end of the secret that is in use: the directory's word counts before the settings', and other secrets of the same
// registration are left aside.
import { describe, expect, it } from "vitest";

import type { Wire, WireRequest } from "@/bot/wire";
import { parseEnv } from "@/lib/env";

import { checkSecretExpiry, judgeSetDay } from "./check-secret-expiry";

const ID = "22222222-2222-4222-8222-222222222222";
const NOW = new Date("2026-11-28T12:00:00Z");
const MAY_LOOK = ["Application.Read.All"];

/** A directory that knows these secrets of the registration. */
function directory(secrets: { hint: string; endDateTime: string }[], status = 200): { wire: Wire; asked: WireRequest[] } {
  const asked: WireRequest[] = [];
  const wire: Wire = {
    request: (request) => {
      asked.push(request);
      const body = JSON.stringify({ passwordCredentials: secrets });
      return Promise.resolve({ kind: "ANSWERED", status, headers: {}, body, durationMs: 1 });
    },
    close: () => Promise.resolve(),
  };
  return { wire, asked };
}

function check(wire: Wire, roles: string[], day = "") {
  const settings = parseEnv({
    BOT_APP_ID: ID, BOT_TENANT_ID: ID, BOT_APP_PASSWORD: "abcDEF", BOT_APP_PASSWORD_EXPIRES: day,
  });
  const patient = { settings, databaseUrl: undefined, wire, now: () => NOW, version: "1.0.0" };
  return checkSecretExpiry(patient, { token: "t", roles });
}

describe("the end of the bot's secret", () => {
  it("is that of the secret in use, which is known by its first characters", async () => {
    const { wire, asked } = directory([
      { hint: "xyz", endDateTime: "2027-11-28T00:00:00Z" },
      { hint: "abc", endDateTime: "2026-12-08T13:00:00Z" },
      { hint: "abc", endDateTime: "2026-12-01T00:00:00Z" },
    ]);
    expect(await check(wire, MAY_LOOK, "2030-01-01")).toMatchObject({
      code: "SECRET_EXPIRES_SOON", values: { date: "2026-12-08", days: 10 },
    });
    expect(asked[0]).toMatchObject({ origin: "https://graph.microsoft.com", headers: { authorization: "Bearer t" } });
    expect(decodeURIComponent(asked[0]?.path ?? "")).toBe(`/v1.0/applications(appId='${ID}')?$select=passwordCredentials`);
  });

  it.each([
    ["is not to be seen", directory([{ hint: "abc", endDateTime: "2026-12-08T13:00:00Z" }]), []],
    ["is refused after all", directory([], 403), MAY_LOOK],
    ["knows other secrets only", directory([{ hint: "xyz", endDateTime: "2026-12-08T13:00:00Z" }]), MAY_LOOK],
  ])("is the settings' day when the directory %s, else unknown", async (_why, { wire }, roles) => {
    expect(await check(wire, roles, "2027-06-30")).toMatchObject({ code: "SECRET_LASTS", values: { date: "2027-06-30" } });
    expect(await check(wire, roles)).toMatchObject({ code: "SECRET_EXPIRY_UNKNOWN", values: { wanted: "Application.Read.All" } });
  });

  it.each([
    ["2026-11-27", "SECRET_EXPIRED", undefined],
    ["2026-11-28", "SECRET_EXPIRES_SOON", 0],
    ["2026-12-27", "SECRET_EXPIRES_SOON", 29],
    ["2026-12-28", "SECRET_LASTS", 30],
  ])("of the day %s is %s", (day, code, days) => {
    expect(judgeSetDay(day, NOW)).toMatchObject({ code, values: days === undefined ? { date: day } : { date: day, days } });
  });
});
