// Only Microsoft's hosts, or the origins that were listed, count as a service URL; look-alikes are refused.
import { describe, expect, it } from "vitest";

import type { Env } from "@/lib/env";

import { findServicePlace } from "./service-url";

const REAL = { botAuth: true, extraOrigins: [], cloud: "public" } as const;
const PRACTICE = { botAuth: false, extraOrigins: ["http://127.0.0.1:4711"], cloud: "public" } as const;

const COMMERCIAL = ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"];
const HOSTS: Record<Env["TEAMS_CLOUD"], string[]> = {
  public: COMMERCIAL, gcc: COMMERCIAL, gcch: ["smba.infra.gov.teams.microsoft.us"], dod: ["smba.infra.dod.teams.microsoft.us"],
};

describe("findServicePlace", () => {
  // A host of another cloud is Microsoft's too, and nobody there may have this cloud's token.
  it.each(["public", "gcc", "gcch", "dod"] as const)("allows the hosts of %s, and those of no other cloud", (cloud) => {
    for (const host of new Set(Object.values(HOSTS).flat())) {
      const place = HOSTS[cloud].includes(host) ? { origin: `https://${host}`, path: "/emea/" } : undefined;
      expect(findServicePlace(`https://${host}/emea`, { ...REAL, cloud })).toEqual(place);
    }
  });

  it.each([
    ["plain http", "http://smba.trafficmanager.net/emea/"],
    ["another port", "https://smba.trafficmanager.net:8443/"],
    ["a user name", "https://bot@smba.trafficmanager.net/"],
    ["a password", "https://:x@smba.trafficmanager.net/"],
    ["a neighbour anyone can register", "https://evil.trafficmanager.net/"],
    ["a host that ends alike", "https://evilsmba.trafficmanager.net/"],
    ["a host that begins alike", "https://smba.trafficmanager.net.evil.example/"],
    ["a dot at the end", "https://smba.trafficmanager.net./"],
    ["the host behind a backslash", "https://evil.example\\@smba.trafficmanager.net/"],
    ["a query", "https://smba.trafficmanager.net/?a=b"],
    ["a fragment", "https://smba.trafficmanager.net/#a"],
    ["loopback that is not listed", "http://127.0.0.1:4711/"],
    ["metadata inside a cloud", "http://169.254.169.254/"],
    ["a file", "file:///etc/passwd"],
    ["no address", "smba.trafficmanager.net"],
    ["too long an address", `https://smba.trafficmanager.net/${"a".repeat(600)}`],
  ])("refuses %s", (_what, url) => {
    expect(findServicePlace(url, REAL)).toBeUndefined();
  });

  it("allows a listed origin exactly, with any path", () => {
    expect(findServicePlace("http://127.0.0.1:4711/teams/", PRACTICE)?.path).toBe("/teams/");
    expect(findServicePlace("http://127.0.0.1:4712/teams/", PRACTICE)).toBeUndefined();
    expect(findServicePlace("http://localhost:4711/teams/", PRACTICE)).toBeUndefined();
  });

  it("refuses Microsoft's own hosts while practising", () => {
    expect(findServicePlace("https://smba.trafficmanager.net/emea/", PRACTICE)).toBeUndefined();
  });
});
