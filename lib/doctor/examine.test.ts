// The doctor finds nothing in a healthy Herald, and each planted fault under its name, with words that say what to do.
import { randomUUID } from "node:crypto";
import { setDefaultCACertificates } from "node:tls";
import { describe, expect, it } from "vitest";

import { type Finding, FINDING_CODES, type FindingCode, found } from "@/lib/domain/finding";
import { openTenantBreaker } from "@/lib/store/breakers";
import { inspectDatabase, type TenantRate } from "@/lib/store/inspect-database";
import { pauseSlots } from "@/lib/store/send-slots";
import { createTestDatabase } from "@/lib/testing/database";
import { makeCertificate } from "@/lib/testing/make-certificate";
import { ALL_ROLES, APP_ID, startDoctorsHouse, TENANT_ID } from "@/lib/testing/start-doctors-house";
import type { Page } from "@/lib/testing/start-herald-door";
import { findingText } from "@/lib/texts/finding-text";
import { LOCALES, MESSAGES } from "@/lib/texts/texts";

const house = await startDoctorsHouse();
const { simulator, door, db } = house;

const DAY_MS = 86_400_000;
/** What a test on loopback, as the owner of its database, cannot avoid; and nobody signs in here, see check-console.test.ts. */
const PRACTICE: FindingCode[] = [
  "PRACTICE_SETTINGS", "PACKAGE_SETTINGS", "AUDIT_BY_TRIGGER", "CONSOLE_OFF", "ENDPOINT_LOOPBACK",
];
const without = (...roles: string[]) => ALL_ROLES.filter((role) => !roles.some((end) => role.endsWith(end)));
/** A secret whose last day is so many days after the examination, which is at noon: so it cannot run into another day. */
const secretEnds = (days: number): Plant => () => {
  const noonMs = Math.floor(Date.now() / DAY_MS) * DAY_MS + DAY_MS / 2;
  const lastDay = new Date(noonMs + days * DAY_MS).toISOString().slice(0, 10);
  return { source: { BOT_APP_PASSWORD_EXPIRES: lastDay }, clockMs: noonMs - Date.now() };
};

type Change = { source?: Record<string, string>; clockMs?: number };
type Plant = () => Change | void | Promise<Change | void>;
type Row = [fault: string, code: FindingCode, words: string[], plant: Plant];

const set = (source: Record<string, string>): Plant => () => ({ source });
const grant = (graphRoles: string[]): Plant => () => void simulator.changeSettings({ graphRoles });
const catalog = (change: Parameters<typeof simulator.changeSettings>[0]): Plant => () => void simulator.changeSettings(change);
const answer = (path: string, page: Page): Plant => () => void (door.pages[path] = page);
const refuseTokens = (message: string): Plant => () => {
  simulator.setFaults([{ kind: "status", match: { operations: ["token"] }, message }]);
};

/** In place of the secret: a certificate with so many days left. The simulated sign-in service takes it as it is. */
const withCertificate = (days: number, plant: () => void = () => undefined): Plant => () => {
  plant();
  simulator.changeSettings({ clientSecret: null });
  const to = new Date(Date.now() + days * DAY_MS - 1);
  const { cert, key } = makeCertificate({ from: new Date("2026-01-01"), to, kind: "rsa" });
  return { source: { BOT_CERTIFICATE: `${cert}${key}`, BOT_APP_PASSWORD: "" } };
};

const FAULTS: Row[] = [
  ["a setting that is none", "SETTING_WRONG", ["BOT_TENANT_ID must be an id"], set({ BOT_TENANT_ID: "contoso" })],
  ["a missing secret", "SETTING_WRONG", ["BOT_APP_PASSWORD is required"], set({ BOT_APP_PASSWORD: "" })],
  ["a secret key of one letter", "SECRET_KEY_WEAK", ["easy to guess", "openssl rand"], set({ SECRET_KEY: "x".repeat(40) })],

  ["a database that is switched off", "DATABASE_UNREACHABLE", ["127.0.0.1:1 does not answer (ECONNREFUSED)", "DATABASE_URL"],
    set({ DATABASE_URL: "postgresql://herald:x@127.0.0.1:1/herald" })],
  ["a database that does not exist", "DATABASE_REFUSED", ["turns us away (3D000)", "name of the database"],
    set({ DATABASE_URL: house.databaseUrl.replace(/\/test_\w+/, "/nothing") })],
  ["an empty database", "MIGRATIONS_PENDING", ["0001_dictionary", "npm start"], async () => {
    return { source: { DATABASE_URL: (await createTestDatabase({ empty: true })).databaseUrl } };
    }],
  // Made without a locale on a server whose own is C, it finds no umlaut in another letter case: filters miss people silently.
  ["a database that knows English letters only", "DATABASE_LETTERS", ["Ä and ä", "LOCALE"], async () => {
    return { source: { DATABASE_URL: (await createTestDatabase({ ctype: "C" })).databaseUrl } };
  }],

  ["a wrong secret", "BOT_SECRET_WRONG", ["AADSTS7000215", "not its id"], set({ BOT_APP_PASSWORD: "wrong" })],
  ["an expired secret", "BOT_SECRET_EXPIRED", ["has expired", "Certificates & secrets"],
    refuseTokens("AADSTS7000222: The provided client secret keys for app are expired.")],
  ["another app's id", "BOT_APP_UNKNOWN", ["no app registration", "BOT_APP_ID"], set({ BOT_APP_ID: randomUUID() })],
  ["a tenant of nowhere", "BOT_TENANT_UNKNOWN", ["There is no tenant", "TEAMS_CLOUD"],
    refuseTokens("AADSTS90002: Tenant not found.")],
  ["a sign-in that is barred", "BOT_REFUSED", ["AADSTS53003", "login.microsoftonline.com/error"],
    refuseTokens("AADSTS53003: Access has been blocked by Conditional Access policies.")],
  ["a firewall before Microsoft", "SIGN_IN_UNREACHABLE", ["127.0.0.1:1 cannot be reached", "port 443"],
    set({ LOGIN_URL: "http://127.0.0.1:1" })],
  ["a secret about to expire", "SECRET_EXPIRES_SOON", ["in 9 days", "second secret"], secretEnds(9)],
  ["a secret whose day has passed", "SECRET_EXPIRED", ["expired on", "BOT_APP_PASSWORD_EXPIRES"], secretEnds(-1)],
  ["a secret without a known end", "SECRET_EXPIRY_UNKNOWN", ["Nobody knows", "BOT_APP_PASSWORD_EXPIRES"],
    set({ BOT_APP_PASSWORD_EXPIRES: "" })],

  ["a certificate that Entra does not know", "BOT_CERTIFICATE_UNKNOWN", ["AADSTS700027", "without its key"],
    withCertificate(300, () => simulator.setFaults([{
      kind: "status", match: { operations: ["token"] }, message: "AADSTS700027: The certificate is not registered.",
    }]))],
  ["a certificate about to expire", "BOT_CERTIFICATE_EXPIRES_SOON", ["in 9 days", "second certificate"], withCertificate(10)],
  ["a certificate that has expired", "BOT_CERTIFICATE_EXPIRED", ["expired on", "BOT_CERTIFICATE"], withCertificate(-1)],
  ["an identity that is not here", "BOT_IDENTITY_ABSENT", ["No managed identity", "BOT_CERTIFICATE"],
    set({ BOT_MANAGED_IDENTITY: "on", BOT_APP_PASSWORD: "" })],

  ["a firewall before Graph", "GRAPH_UNREACHABLE", ["does not answer as Microsoft Graph does (ECONNREFUSED)"],
    set({ GRAPH_URL: "http://127.0.0.1:1/graph" })],
  ["no permission to read people", "PERMISSION_MISSING", ["Reading the directory’s people will fail", "Grant admin consent"],
    grant(without("User.Read.All"))],
  ["no permission to install", "PERMISSION_MISSING", ["Installing the app for people will fail", "AndConsentSelfForUser"],
    grant(without("ForUser.All"))],
  ["a permission that is too small for read receipts", "PERMISSION_NEEDS_CONSENT", ["may be refused", "READ_RECEIPTS=off"],
    grant([...without("ForUser.All"), "TeamsAppInstallation.ReadWriteSelfForUser.All"])],
  ["no permission to install in teams", "PERMISSION_ADVISED", ["Installing the app in teams is not possible"],
    grant(without("ForTeam.All"))],

  ["an app that was never uploaded", "CATALOG_MISSING", [APP_ID, "Upload new app"], catalog({ appInCatalog: false })],
  ["an app of which somebody has a copy alone", "CATALOG_MISSING", [APP_ID, "Upload new app"],
    catalog({ appInCatalog: false, appSideloaded: true })],
  ["the wrong id of the app", "CATALOG_MISSING", ["TEAMS_APP_ID"], set({ TEAMS_APP_ID: TENANT_ID })],
  ["an app that waits for its approval", "CATALOG_UNAPPROVED", ["not published yet (submitted)"],
    catalog({ appDefinition: { version: "1.2.3", publishingState: "submitted" } })],
  ["an older app in the catalog", "CATALOG_OLD", ["has version 1.1.9", "1.2.3", "Update"],
    catalog({ appDefinition: { version: "1.1.9", publishingState: "published" } })],
  ["no permission to look into the catalog", "CATALOG_UNREADABLE", ["HTTP 403", "AppCatalog.Read.All"],
    grant(without("AppCatalog.Read.All"))],

  ["a public address without https", "ENDPOINT_NOT_HTTPS", ["https only", "reverse proxy"],
    set({ APP_URL: "http://herald.example.com", LOGIN_URL: "", GRAPH_URL: "", BOT_AUTH: "on" })],
  ["a server that is not running", "ENDPOINT_UNREACHABLE", ["ECONNREFUSED", "Start Herald"],
    set({ APP_URL: "http://localhost:1" })],
  ["a proxy that points elsewhere", "HEALTH_WRONG", ["answers 404", "reverse proxy"], answer("/api/health", { status: 404 })],
  ["a page that greets everybody", "HEALTH_WRONG", ["answers 200, and not as Herald does"],
    answer("/api/health", { status: 200, body: "Welcome!" })],
  ["a bot whose door is open", "MESSAGES_OPEN", ["without a token (202)", "BOT_AUTH=off"],
    answer("/api/messages", { status: 202 })],
  ["a sign-in page before the bot", "MESSAGES_WRONG", ["answers 302", "no sign-in page"],
    answer("/api/messages", { status: 302, headers: { location: "https://sso.example.com" } })],
  ["a proxy that asks for a password", "MESSAGES_WRONG", ["answers 401 in place"],
    answer("/api/messages", { status: 401, headers: { "www-authenticate": "Basic realm=x" } })],

  ["a clock that is slow", "CLOCK_WRONG", ["seconds off (it is behind)", "timedatectl"], () => ({ clockMs: -600_000 })],
  ["a clock that is a little fast", "CLOCK_OFF", ["it is ahead", "timedatectl"], () => ({ clockMs: 90_000 })],

  ["an engine that died", "ENGINE_STALE", ["seconds old", "npm start"],
    async () => void (await db.$executeRaw`UPDATE workers SET beat_at = now() - interval '2 minutes'`)],
  ["no engine at all", "ENGINE_NONE", ["ENGINE=off"], async () => void (await db.$executeRaw`DELETE FROM workers`)],
  ["a tenant that Teams has stopped", "BREAKER_OPEN", [TENANT_ID, "Teams refused 40 of the last 50", "service health"],
    () => openTenantBreaker(db, TENANT_ID, "Teams refused 40 of the last 50 messages.")],
];

// The database's clock goes on while the doctor looks, so what it says lies between a reading before and one after.
type Read = (tenant: TenantRate) => number;
type Moving = [what: string, code: FindingCode, words: string[], said: RegExp, read: Read, plant: Plant];
const MOVING: Moving[] = [
  ["a tenant that pauses", "RATE_PAUSED", ["by itself"], /pauses for (\d+) seconds/,
    ({ pausedMs }) => Math.ceil(pausedMs / 1000),
    () => pauseSlots(db, TENANT_ID, 3_600_000)],
  ["a lowered rate", "RATE_LOWERED", ["SEND_RATE_PER_SECOND"], /now ([\d.]+) of 50/,
    ({ ratePerSecond }) => Math.round(ratePerSecond * 10) / 10,
    async () => void (await db.$executeRaw`UPDATE send_slots SET rate_per_second = 25, lowered_at = now()`)],
];

async function readTenant(): Promise<TenantRate> {
  const facts = await inspectDatabase(house.databaseUrl);
  const [tenant] = "engine" in facts ? facts.engine?.tenants ?? [] : [];
  if (!tenant) throw new Error("There is no tenant.");
  return tenant;
}

function inWords(findings: readonly Finding[], code: FindingCode): string[] {
  // All are put into words, because a value that is missing is complained about there.
  return findings.flatMap((finding) => {
    const { says, cure = "" } = findingText("en", finding);
    return finding.code === code ? [`${says} ${cure}`] : [];
  });
}

function troubles(findings: readonly Finding[]): FindingCode[] {
  return findings.filter(({ mark }) => mark !== "OK").map(({ code }) => code);
}

describe("the doctor", () => {
  it("finds a healthy Herald healthy, check by check", async () => {
    const findings = await house.examine();
    expect(troubles(findings)).toEqual(PRACTICE);
    expect(new Set(findings.map(({ check }) => check)).size).toBe(13);
  });

  it.each(FAULTS)("finds %s (%s)", async (_fault, code, words, plant) => {
    const change = (await plant()) ?? {};
    const findings = await house.examine(change.source, change.clockMs);
    expect(troubles(findings)).toContain(code);
    const texts = inWords(findings, code);
    const isSaid = texts.some((text) => words.every((word) => text.includes(word)));
    expect(isSaid, `${words.join(" | ")} in\n${texts.join("\n")}`).toBe(true);
  });

  it.each(MOVING)("finds %s (%s)", async (_what, code, words, said, read, plant) => {
    await plant();
    const before = read(await readTenant());
    const [text = ""] = inWords(await house.examine(), code);
    const after = read(await readTenant());
    const number = Number(said.exec(text)?.[1]);
    expect(number, text).toBeGreaterThanOrEqual(Math.min(before, after));
    expect(number, text).toBeLessThanOrEqual(Math.max(before, after));
    for (const word of words) expect(text).toContain(word);
  });

  it("takes nobody's own copy of the app for the one in the catalog", async () => {
    simulator.changeSettings({ appSideloaded: true });
    expect(troubles(await house.examine())).toEqual(PRACTICE);
  });

  it("examines what it can when the settings are not complete", async () => {
    const findings = await house.examine({ BOT_APP_PASSWORD: "", BOT_TENANT_ID: "" });
    expect(findings.filter(({ code }) => code === "SETTING_WRONG")).toHaveLength(2);
    const good = ["MIGRATIONS_GOOD", "ENGINE_GOOD", "MESSAGES_GUARDED"];
    expect(findings.map(({ code }) => code)).toEqual(expect.arrayContaining(good));
  });
});

describe("the doctor before an https door", () => {
  it.each<[string, FindingCode, number, boolean]>([
    ["a certificate that nobody vouches for", "CERTIFICATE_REFUSED", 90, false],
    ["an expired certificate", "CERTIFICATE_REFUSED", -1, true],
    ["a certificate about to expire", "CERTIFICATE_EXPIRES_SOON", 10, true],
    ["a good certificate", "CERTIFICATE_GOOD", 90, true],
  ])("finds %s (%s)", async (_fault, code, days, isTrusted) => {
    const now = Date.now();
    const dates = { from: new Date(now - 30 * DAY_MS), to: new Date(now + (days + 0.5) * DAY_MS) };
    const certificate = makeCertificate(dates);
    setDefaultCACertificates(isTrusted ? [certificate.cert] : []);
    const secure = await house.openDoor(certificate);
    try {
      const findings = await house.examine({ APP_URL: secure.url });
      expect(findings.map((finding) => finding.code)).toContain(code);
      if (days > 0 && isTrusted) {
        expect(inWords(findings, code)[0]).toContain(`${days} days`);
        expect(findings.map((finding) => finding.code)).toContain("MESSAGES_GUARDED");
      }
    } finally {
      await secure.close();
    }
  });
});

describe("the words of the doctor", () => {
  it.each(LOCALES)("say what to do wherever something is not well, and only there (%s)", (locale) => {
    for (const code of FINDING_CODES) {
      expect("cure" in MESSAGES[locale].doctor.finding[code], code).toBe(found(code).mark !== "OK");
    }
  });
});
