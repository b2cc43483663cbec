// Installs the app in a team: the job TEAM_INSTALL. The bot hears of it and writes the team down itself; of an
// app that was there already nobody tells, so a team that is known is noted here, and of one that is not the console says so.
import { mayPass, problemOf, TEAM_UNTOLD } from "@/lib/domain/directory-words";
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import { inTransaction } from "@/lib/store/db";
import { getGroup } from "@/lib/store/entra-groups";
import { noteTeamInstalled } from "@/lib/store/rosters";

import type { SyncParts } from "./sync-directory";

export function createTeamInstall({ db, directoryOf }: SyncParts): JobHandler {
  return async ({ key, signal }): Promise<JobEnd> => {
    const group = await getGroup(db, key);
    if (!group) return { kind: "FAILED", code: "NOT_FOUND", again: false };
    const directory = directoryOf(group.tenantId);
    if (!directory) return { kind: "FAILED", code: "NOT_CONFIGURED", again: false };
    const app = await directory.findApp(signal);
    if (!app.ok) return endOf(app.failure.code, "CATALOG");
    if (app.value === null) return { kind: "FAILED", code: "NOT_IN_CATALOG", again: false };
    const answer = await directory.installInTeam(app.value, group.objectId, signal);
    if (!answer.ok) return endOf(answer.failure.code, "TEAMS");
    switch (answer.value.kind) {
      case "INSTALLED": {
        const isKnown = await inTransaction(db, (tx) => noteTeamInstalled(tx, group));
        return { kind: "DONE", ...(answer.value.already && !isKnown ? { problem: TEAM_UNTOLD } : {}) };
      }
      case "FAILED":
        return { kind: "FAILED", code: answer.value.code === "CONSENT" ? "CONSENT_TEAMS" : answer.value.code, again: false };
      case "REST":
      case "AGAIN":
        return { kind: "FAILED", code: "UNREACHABLE", again: true };
    }
  };
}

function endOf(code: Parameters<typeof problemOf>[0], asked: "CATALOG" | "TEAMS"): JobEnd {
  if (code === "STOPPED") return { kind: "STOPPED" };
  const problem = problemOf(code, asked);
  return { kind: "FAILED", code: problem, again: mayPass(problem) };
}
