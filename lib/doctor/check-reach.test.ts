// A firewall before Teams is found by the name of the host to let through; any answer of the other side is a good sign.
import { describe, expect, it } from "vitest";

import type { Wire } from "@/bot/wire";
import { parseEnv } from "@/lib/env";

import { checkReach } from "./check-reach";

const ID = "22222222-2222-4222-8222-222222222222";

/** A network in which `closed` hosts cannot be connected to, and all others answer 404. */
function network(closed: string[]): Wire {
  return {
    request: ({ origin }) => Promise.resolve(
      closed.includes(new URL(origin).host)
        ? { kind: "FAILED", code: "ETIMEDOUT", written: false, durationMs: 1 }
        : { kind: "ANSWERED", status: 404, headers: {}, body: "", durationMs: 1 },
    ),
    close: () => Promise.resolve(),
  };
}

function check(closed: string[], change: Record<string, string> = {}) {
  const settings = parseEnv({ BOT_APP_ID: ID, BOT_TENANT_ID: ID, BOT_APP_PASSWORD: "x", ...change });
  return checkReach({ settings, databaseUrl: undefined, wire: network(closed), now: () => new Date(0), version: "1.0.0" });
}

describe("the way to Teams", () => {
  it.each([
    ["public", "smba.trafficmanager.net, login.botframework.com"],
    ["gcc", "smba.infra.gcc.teams.microsoft.com, login.botframework.com"],
    ["gcch", "smba.infra.gov.teams.microsoft.us, login.botframework.azure.us"],
    ["dod", "smba.infra.dod.teams.microsoft.us, login.botframework.azure.us"],
  ])("is open in the cloud %s when these answer: %s", async (cloud, hosts) => {
    expect(await check([], { TEAMS_CLOUD: cloud })).toMatchObject([{ code: "TEAMS_REACHED", values: { hosts } }]);
  });

  it("is shut by the hosts that do not answer, each by its name", async () => {
    expect(await check(["login.botframework.com"])).toMatchObject([
      { code: "TEAMS_UNREACHABLE", values: { host: "login.botframework.com", code: "ETIMEDOUT" } },
    ]);
    expect(await check(["login.botframework.com", "smba.trafficmanager.net"])).toHaveLength(2);
  });

  it("is not tried while practising", async () => {
    expect(await check([], { LOGIN_URL: "http://127.0.0.1:1" })).toEqual([]);
    expect(await check([], { BOT_AUTH: "off" })).toEqual([]);
  });
});
