// The directory's part of the API's description, held to the types that the console reads.
import { z } from "zod";

import { installApp } from "@/lib/commands/install-app";
import { GROUP_KINDS, GROUP_MEMBERSHIPS, GROUP_READINGS, INSTALL_CODES, SYNC_ROUNDS } from "@/lib/domain/directory";
import type { DirectoryState, GroupView } from "@/lib/domain/directory-views";
import type { GroupRest } from "@/lib/domain/group-reading";
import { groupSearchSchema, type GroupSearchState } from "@/lib/domain/group-search";
import { JOB_STATUSES } from "@/lib/domain/job";

const time = z.iso.datetime();
const count = z.int().min(0);

const sync = z.object({
  tenantId: z.string(),
  status: z.enum([...JOB_STATUSES, "NEVER"]),
  problem: z.string().nullable(),
  round: z.enum(SYNC_ROUNDS),
  people: count,
  expected: count.nullable(),
  pages: count,
  departed: count,
  groups: count.nullable(),
  perSecond: z.number().nullable(),
  startedAt: time.nullable(),
  finishedAt: time.nullable(),
  succeededAt: time.nullable(),
});

const directory = z.object({
  configured: z.boolean(),
  syncs: z.array(sync),
  accounts: z.object({ enabled: count, guests: count, disabled: count, unlicensed: count, departed: count }),
  installs: z.object({
    waiting: count,
    installed: count,
    failed: count,
    failures: z.array(z.object({ code: z.enum(INSTALL_CODES), count })),
    stop: z.object({ problem: z.string(), since: time }).nullable(),
  }),
}) satisfies z.ZodType<DirectoryState>;

/** While reading its members waits for the directory to come back. */
export const groupRest = z.object({ until: time, attempt: count, of: count }).nullable() satisfies z.ZodType<GroupRest | null>;

const group = z.object({
  id: z.uuid(),
  objectId: z.string(),
  name: z.string(),
  mail: z.string().nullable(),
  kind: z.enum(GROUP_KINDS),
  membership: z.enum(GROUP_MEMBERSHIPS),
  hasTeam: z.boolean(),
  reading: z.enum(GROUP_READINGS),
  rest: groupRest,
  members: count.nullable(),
  readAt: time.nullable(),
  problem: z.string().nullable(),
  teamInstall: z.object({ status: z.enum(JOB_STATUSES), problem: z.string().nullable() }).nullable(),
}) satisfies z.ZodType<GroupView>;

/** Each becomes a component of the description, under its name here. */
export const DIRECTORY_SCHEMAS = {
  Directory: directory,
  Group: group.extend({ sample: z.array(z.string()) }),
  GroupPage: z.object({ items: z.array(group), next: z.string().nullable() }),
  GroupSearchInput: groupSearchSchema,
  GroupSearch: z.object({
    status: z.enum([...JOB_STATUSES, "NEVER"]), problem: z.string().nullable(),
  }) satisfies z.ZodType<GroupSearchState>,
  InstallInput: installApp.input,
  InstallAnswer: z.object({ wanted: count }),
  WithdrawAnswer: z.object({ withdrawn: count }),
} as const;
