// A token whose claims cannot be Teams' own for this bot is turned away before any key is fetched.
import { describe, expect, it } from "vitest";

import { couldBeGood, readServiceUrl } from "./bearer-claims";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const seconds = NOW / 1000;
const expected = {
  issuer: "https://api.botframework.com",
  audience: "33333333-3333-4333-8333-333333333333",
};
const PLACE = "https://smba.trafficmanager.net/emea/";
const good = { iss: expected.issuer, aud: expected.audience, exp: seconds + 3600, nbf: seconds, serviceurl: PLACE };
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const bearer = (claims: unknown, header: unknown = { alg: "RS256", kid: "k" }) => `Bearer ${encode(header)}.${encode(claims)}.sig`;

describe("a token before its signature is checked", () => {
  it("goes on when it claims to be Teams' own for this bot, and names one service URL", () => {
    expect(couldBeGood(bearer(good), expected, NOW)).toBe(true);
    expect(readServiceUrl(bearer(good))).toBe(PLACE);
    expect(couldBeGood(bearer({ ...good, exp: seconds - 240, nbf: seconds + 240 }), expected, NOW)).toBe(true);
  });

  it.each<[string, string | null]>([
    ["is missing", null],
    ["is no bearer", "Basic abc"],
    ["is no JWT", "Bearer abc"],
    ["holds no JSON", "Bearer a.b.c"],
    ["was issued by Entra for a tenant", bearer({ ...good, iss: "https://sts.windows.net/any/" })],
    ["has an issuer that only begins alike", bearer({ ...good, iss: `${expected.issuer}.evil.example` })],
    ["is for another bot", bearer({ ...good, aud: "another" })],
    ["is for several audiences", bearer({ ...good, aud: [expected.audience] })],
    ["names no service URL", bearer({ ...good, serviceurl: undefined })],
    ["has expired", bearer({ ...good, exp: seconds - 301 })],
    ["never expires", bearer({ ...good, exp: undefined })],
    ["is not valid yet", bearer({ ...good, nbf: seconds + 301 })],
    ["is not signed", bearer(good, { alg: "none", kid: "k" })],
    ["is signed with a shared secret", bearer(good, { alg: "HS256", kid: "k" })],
    ["names no key", bearer(good, { alg: "RS256" })],
    ["is huge", bearer({ ...good, more: "x".repeat(10_000) })],
  ])("is turned away when it %s", (_what, authorization) => {
    expect(couldBeGood(authorization, expected, NOW)).toBe(false);
  });
});
