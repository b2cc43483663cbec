// Installing the app in a team through the simulated Graph: each way to fail is told with words that say what to do, and only
// what may pass is tried again by itself.
import { beforeEach, describe, expect, test } from "vitest";

import type { JobEnd } from "@/lib/domain/job";
import { getGroup } from "@/lib/store/entra-groups";
import { viewGroup } from "@/lib/store/group-view";
import { openTestDirectory } from "@/lib/testing/open-test-directory";
import { startTestTenant } from "@/lib/testing/start-test-tenant";
import { truncate } from "@/lib/testing/truncate";
import { explainProblem } from "@/lib/texts/explain-problem";
import { LOCALES } from "@/lib/texts/texts";
import type { FaultInput } from "@/simulator/faults";
import type { SettingsChange } from "@/simulator/settings";
import { GRAPH_ROLES } from "@/simulator/settings";

import { createTeamInstall } from "./install-in-team";

const { db, simulator, parts } = await startTestTenant({ people: 20, settings: { graphInstallEvent: "never" } });
const [team] = simulator.teams;
if (!team) throw new Error("The practice tenant has no team.");
// Each has found no app yet: one that has remembers it for some minutes.
const fresh = [openTestDirectory(simulator), openTestDirectory(simulator)];
const { signal } = new AbortController();

let key: string;

beforeEach(async () => {
  await truncate(db, "entra_groups", "teams", "jobs");
  simulator.setFaults([]);
  simulator.changeSettings({ appInCatalog: true, graphRoles: [...GRAPH_ROLES] });
  simulator.tenant.tokens.invalidateAll();
  delete team.installedBy;
  const group = { tenantId: simulator.tenant.id, objectId: team.aadGroupId, name: team.name, kind: "MICROSOFT_365" };
  ({ id: key } = await db.entraGroup.create({ data: { ...group, membership: "ASSIGNED", hasTeam: true, listedAt: new Date() } }));
});

function install(directory = parts.directoryOf(simulator.tenant.id)): Promise<JobEnd> {
  return createTeamInstall({ ...parts, directoryOf: () => directory })({ key, signal, report: () => Promise.resolve() });
}

const refuse = (fault: Partial<FaultInput>): void =>
  simulator.setFaults([{ kind: "status", ...fault, match: { operations: ["installInTeam"] } }]);

function expectWords(code: string): void {
  for (const locale of LOCALES) {
    const { title, remedy } = explainProblem(locale, code);
    expect(title, locale).not.toContain(code);
    expect(remedy.length, locale).toBeGreaterThan(10);
  }
}

describe("a team", () => {
  test("has the app afterwards, and again when it had it already", async () => {
    expect(await install()).toEqual({ kind: "DONE" });
    expect(team.installedBy).toBeDefined();
    await db.team.create({
      data: { tenantId: simulator.tenant.id, teamsId: team.id, groupId: team.aadGroupId, serviceUrl: simulator.serviceUrl },
    });
    expect(await install()).toEqual({ kind: "DONE" });
  });

  // It was told to be done, and the team appeared nowhere: of an app that was there already Teams tells nothing.
  test("that had the app already, and of which Teams has told nothing, is done with words that say what to do", async () => {
    await install();
    expect(await install()).toEqual({ kind: "DONE", problem: "TEAM_UNTOLD" });
    expectWords("TEAM_UNTOLD");
    await db.job.create({ data: { kind: "TEAM_INSTALL", key, status: "DONE", error: "TEAM_UNTOLD" } });
    const group = await getGroup(db, key);
    const view = async () => group && (await viewGroup(db, group)).teamInstall;
    expect(await view()).toEqual({ status: "DONE", problem: "TEAM_UNTOLD" });
    await db.team.create({
      data: {
        tenantId: simulator.tenant.id, teamsId: team.id, groupId: team.aadGroupId, serviceUrl: simulator.serviceUrl,
        installedAt: new Date(),
      },
    });
    expect(await view()).toEqual({ status: "DONE", problem: null });
  });

  test.each<[string, Partial<FaultInput>]>([
    ["CONSENT_TEAMS", { failure: "CONSENT" }],
    ["POLICY", { failure: "POLICY" }],
    ["NOT_IN_CATALOG", { failure: "NOT_IN_CATALOG" }],
    ["OTHER", { status: 400, code: "BadRequest", message: "Nobody has seen this before." }],
  ])("that is refused with %s is not tried again by itself, and the reason has words", async (code, fault) => {
    refuse(fault);
    expect(await install()).toEqual({ kind: "FAILED", code, again: false });
    expect(team.installedBy).toBeUndefined();
    expectWords(code);
  });

  test.each<[string, SettingsChange]>([
    ["NOT_IN_CATALOG", { appInCatalog: false }],
    ["CONSENT_CATALOG", { graphRoles: GRAPH_ROLES.filter((role) => !role.startsWith("AppCatalog")) }],
  ])("is not asked for the app at all when the catalog says %s", async (code, settings) => {
    simulator.changeSettings(settings);
    simulator.tenant.tokens.invalidateAll();
    const before = simulator.counts().requests.byOperation["installInTeam"] ?? 0;
    expect(await install(fresh.shift())).toEqual({ kind: "FAILED", code, again: false });
    expect(simulator.counts().requests.byOperation["installInTeam"] ?? 0).toBe(before);
    expectWords(code);
  });

  test.each<[string, Partial<FaultInput>]>([
    ["is out of reach", { status: 503 }], ["asks to wait", { status: 429, retryAfter: 3_600 }],
  ])("is tried again when Graph %s, and has the app then", async (_what, fault) => {
    refuse(fault);
    expect(await install()).toEqual({ kind: "FAILED", code: "UNREACHABLE", again: true });
    expectWords("UNREACHABLE");
    simulator.setFaults([]);
    expect(await install()).toEqual({ kind: "DONE" });
  });

  test("that is no longer in the directory, or of a tenant without one, is told so", async () => {
    expect(await createTeamInstall({ ...parts, directoryOf: () => undefined })({ key, signal, report: () => Promise.resolve() }))
      .toEqual({ kind: "FAILED", code: "NOT_CONFIGURED", again: false });
    await db.entraGroup.deleteMany();
    expect(await install()).toEqual({ kind: "FAILED", code: "NOT_FOUND", again: false });
  });
});
