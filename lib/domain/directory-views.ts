// The directory as the API tells it and the console shows it.
import type { GroupKind, GroupMembership, GroupReading, InstallCode, SyncRound } from "./directory";
import type { GroupRest } from "./group-reading";
import type { JobStatus } from "./job";

export type SyncState = {
  tenantId: string;
  status: JobStatus | "NEVER";
  /** Why the last run failed: a DirectoryProblem. */
  problem: string | null;
  round: SyncRound;
  /** Read so far in this round, or in the last one. */
  people: number;
  expected: number | null;
  pages: number;
  /** Found to have left, in this round or the last. */
  departed: number;
  groups: number | null;
  perSecond: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  succeededAt: string | null;
};

export type InstallsState = {
  waiting: number;
  installed: number;
  failed: number;
  failures: { code: InstallCode; count: number }[];
  /** Nobody's installation would work at present: a DirectoryProblem. */
  stop: { problem: string; since: string } | null;
};

export type DirectoryState = {
  /** False where Herald has no access to any directory. */
  configured: boolean;
  syncs: SyncState[];
  accounts: { enabled: number; guests: number; disabled: number; unlicensed: number; departed: number };
  installs: InstallsState;
};

export type GroupView = {
  id: string;
  objectId: string;
  name: string;
  mail: string | null;
  kind: GroupKind;
  membership: GroupMembership;
  hasTeam: boolean;
  /** What reading its members is at. */
  reading: GroupReading;
  rest: GroupRest | null;
  /** As of `readAt`. */
  members: number | null;
  readAt: string | null;
  /** Why its members could not be read, in words. */
  problem: string | null;
  /** Installing the app in its team, where somebody asked for that. */
  teamInstall: { status: JobStatus; problem: string | null } | null;
};

/** `sample`: names of some members, as of `readAt`. */
export type GroupDetail = GroupView & { sample: string[] };
