// An author who looks for a group that was made a moment ago, or before the first look at the directory, found nothing: the
// groups that Herald has are as old as its last look. Asked for, Microsoft Entra is searched itself.
import { beforeEach, describe, expect, test, vi } from "vitest";

import { getGroupSearch } from "@/lib/commands/group-search-rules";
import { searchGroups } from "@/lib/commands/search-groups";
import type { JobEnd } from "@/lib/domain/job";
import { listGroups } from "@/lib/store/entra-groups";
import { markJobDone, markJobRunning } from "@/lib/store/jobs";
import { AUTHOR } from "@/lib/testing/make-broadcast";
import { startTestTenant } from "@/lib/testing/start-test-tenant";
import { GRAPH_ROLES } from "@/simulator/settings";

import { createGroupSearch } from "./search-groups";

const { db, simulator, parts } = await startTestTenant({ people: 20, groups: 30 });
vi.stubEnv("GRAPH_URL", simulator.graphUrl);
vi.stubEnv("ALLOWED_TENANTS", simulator.tenant.id);
const search = createGroupSearch(parts);
const [group] = simulator.tenant.directory.groups();
if (!group) throw new Error("There are no groups.");
const words = group.displayName.split(" ").toReversed().join("  ").toUpperCase();

const run = (key: string): Promise<JobEnd> =>
  search({ key, signal: new AbortController().signal, report: () => Promise.resolve() });
const listJobs = () => db.job.findMany({ where: { kind: "GROUP_SEARCH" }, select: { key: true, status: true } });
const found = async () => (await listGroups(db, { q: words, limit: 50 })).items.map(({ objectId }) => objectId);

beforeEach(async () => {
  await db.$executeRaw`TRUNCATE jobs, entra_groups CASCADE`;
  simulator.setFaults([]);
  simulator.changeSettings({ graphRoles: [...GRAPH_ROLES] });
});

describe("a search for groups at Microsoft Entra", () => {
  test("keeps what it finds as a sync would, and the same words find it here afterwards", async () => {
    expect(await found()).toEqual([]);
    await searchGroups.run(db, AUTHOR, { q: words });
    const [job] = await listJobs();
    expect(job).toMatchObject({ status: "WANTED" });
    expect(await run(job?.key ?? "")).toEqual({ kind: "DONE" });
    expect(await found()).toContain(group.id);
    expect((await listGroups(db, { q: words, limit: 1 })).items).toMatchObject([{
      tenantId: simulator.tenant.id, reading: "NEVER", memberCount: null,
    }]);
  });

  test("takes quotes and operators of the words for words", async () => {
    await searchGroups.run(db, AUTHOR, { q: "no\" OR \"displayName:a\\" });
    expect(await run((await listJobs())[0]?.key ?? "")).toEqual({ kind: "DONE" });
    expect(await db.entraGroup.count()).toBe(0);
  });

  test("tells a missing consent, and does not try that again", async () => {
    simulator.changeSettings({ graphRoles: [] });
    simulator.tenant.tokens.invalidateAll();
    await searchGroups.run(db, AUTHOR, { q: words });
    expect(await run((await listJobs())[0]?.key ?? "")).toEqual({ kind: "FAILED", code: "CONSENT_GROUPS", again: false });
  });

  test("is made once for words that differ in letter case and spaces, and not again at once", async () => {
    await searchGroups.run(db, AUTHOR, { q: "Blue  Team" });
    await searchGroups.run(db, AUTHOR, { q: " blue team " });
    const jobs = await listJobs();
    expect(jobs).toHaveLength(1);
    const job = { kind: "GROUP_SEARCH", key: jobs[0]?.key ?? "" } as const;
    await markJobRunning(db, job);
    await markJobDone(db, job, null);
    await searchGroups.run(db, AUTHOR, { q: "blue team" });
    expect(await listJobs()).toMatchObject([{ status: "DONE" }]);
    expect(await getGroupSearch(db, "BLUE TEAM")).toEqual({ status: "DONE", problem: null });
    expect(await getGroupSearch(db, "other words")).toEqual({ status: "NEVER", problem: null });
  });

  test("is forgotten once it is old", async () => {
    const old = new Date(Date.now() - 2 * 3_600_000);
    const row = { kind: "GROUP_SEARCH", status: "DONE", wantedAt: old, finishedAt: old };
    await db.job.create({ data: { ...row, key: "old" } });
    await searchGroups.run(db, AUTHOR, { q: "blue team" });
    expect((await listJobs()).map(({ key }) => key)).not.toContain("old");
  });

  test.each(["", "a", "x".repeat(101), "a\u0000b"])("is refused for %j", async (q) => {
    await expect(searchGroups.run(db, AUTHOR, { q })).rejects.toMatchObject({ code: "BAD_INPUT" });
  });
});
