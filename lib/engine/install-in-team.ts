// Installs the app in a team: the job TEAM_INSTALL. The bot hears of it and writes the team down itself.
import { mayPass, problemOf } from "@/lib/domain/directory-words";
import type { JobEnd, JobHandler } from "@/lib/domain/job";
import { getGroup } from "@/lib/store/entra-groups";

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
      case "INSTALLED":
        return { kind: "DONE" };
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
