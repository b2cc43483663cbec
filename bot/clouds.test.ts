// Where people are met of whom Teams has told nothing yet.
import { expect, it } from "vitest";

import { usualServiceUrl } from "./clouds";

const LOOPBACK = "http://127.0.0.1:4711";

it("is Microsoft's global service URL of the cloud", () => {
  const real = { EXTRA_SERVICE_URLS: [], TEAMS_CLOUD: "public" as const };
  expect(usualServiceUrl(real)).toBe("https://smba.trafficmanager.net/teams/");
  expect(usualServiceUrl({ ...real, TEAMS_CLOUD: "gcch" })).toBe("https://smba.infra.gov.teams.microsoft.us/gcch/");
});

// It once asked whether BOT_AUTH was off: a Herald that was tried against a stand-in with its gate on wrote to whoever had been
// met in the directory alone at Microsoft's own host.
it("is the stand-in's where one is listed, whether or not tokens are asked for", () => {
  for (const BOT_AUTH of [false, true]) {
    const settings = { BOT_AUTH, EXTRA_SERVICE_URLS: [LOOPBACK], TEAMS_CLOUD: "public" as const };
    expect(usualServiceUrl(settings)).toBe(`${LOOPBACK}/teams/`);
  }
});
