// Only Microsoft's hosts, or the origins that were listed, count as a service URL; look-alikes are refused.
import { describe, expect, it } from "vitest";

import { findServicePlace, TEAMS_HOSTS } from "./service-url";

const REAL = { botAuth: true, extraOrigins: [] };
const PRACTICE = { botAuth: false, extraOrigins: ["http://127.0.0.1:4711"] };

describe("findServicePlace", () => {
  it.each([...TEAMS_HOSTS])("allows %s", (host) => {
    expect(findServicePlace(`https://${host}/emea`, REAL)).toEqual({ origin: `https://${host}`, path: "/emea/" });
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
