// Groups as the console shows them: with what became of installing the app in their teams, and names of some members.
import type { GroupDetail, GroupView } from "@/lib/domain/directory-views";
import { JOB_STATUSES } from "@/lib/domain/job";

import type { Db } from "./db";
import type { EntraGroup } from "./entra-groups";

const SAMPLE = 30;

export async function viewGroups(db: Db, groups: readonly EntraGroup[]): Promise<GroupView[]> {
  const jobs = await db.job.findMany({
    where: { kind: "TEAM_INSTALL", key: { in: groups.map(({ id }) => id) } },
    take: groups.length,
    select: { key: true, status: true, error: true },
  });
  const asked = new Map(jobs.map(({ key, status, error }) => [key, { status: statusOf(status), problem: error }]));
  const teams = await listTeamsOf(db, groups);
  return groups.map((group) => ({
    id: group.id,
    objectId: group.objectId,
    name: group.name,
    mail: group.mail,
    kind: group.kind,
    membership: group.membership,
    hasTeam: group.hasTeam,
    reading: group.reading,
    rest: group.rest,
    members: group.memberCount,
    readAt: group.readAt?.toISOString() ?? null,
    problem: group.reading === "FAILED" ? group.readError : null,
    teamInstall: teamInstallOf(teams.get(group.objectId), asked.get(group.id)),
  }));
}

/** By the object id of their group: whether the bot is in the team, as Teams told it. */
async function listTeamsOf(db: Db, groups: readonly EntraGroup[]): Promise<Map<string, "IN" | "OUT">> {
  const rows = await db.team.findMany({
    where: { groupId: { in: groups.map(({ objectId }) => objectId) } },
    take: groups.length,
    select: { groupId: true, installedAt: true, removedAt: true },
  });
  return new Map(rows.map(({ groupId, installedAt, removedAt }) => [
    groupId ?? "", installedAt !== null && removedAt === null ? "IN" : "OUT",
  ]));
}

/** What Teams told counts for more than what a job once did. */
function teamInstallOf(team: "IN" | "OUT" | undefined, asked: GroupView["teamInstall"] | undefined): GroupView["teamInstall"] {
  if (team === "IN") return { status: "DONE", problem: null };
  return team === "OUT" && asked?.status === "DONE" ? null : (asked ?? null);
}

export async function viewGroup(db: Db, group: EntraGroup): Promise<GroupDetail> {
  const [view] = await viewGroups(db, [group]);
  if (!view) throw new Error("One group has one view.");
  const members = await db.entraGroupMember.findMany({
    where: { groupId: group.id },
    orderBy: { recipient: { displayName: "asc" } },
    take: SAMPLE,
    select: { recipient: { select: { displayName: true } } },
  });
  return { ...view, sample: members.map(({ recipient }) => recipient.displayName) };
}

function statusOf(status: string): (typeof JOB_STATUSES)[number] {
  const known = JOB_STATUSES.find((one) => one === status);
  if (!known) throw new Error(`A job has the unknown status ${status}.`);
  return known;
}
