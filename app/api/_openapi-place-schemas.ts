// Teams, channels and group chats, named for the description of the API.
import { z } from "zod";

import { REFERENCE_STATES } from "@/lib/domain/reference";
import { ROSTER_ERRORS, ROSTER_STATUSES } from "@/lib/domain/roster";
import type { ChannelView, GroupChatView, RosterView, TeamDetail, TeamView } from "@/lib/domain/views";

const time = z.iso.datetime();
const count = z.int().min(0);
const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

const roster = z.object({
  status: z.enum(ROSTER_STATUSES),
  error: z.enum(ROSTER_ERRORS).nullable(),
  read: count,
  total: count.nullable(),
  readAt: time.nullable(),
}) satisfies z.ZodType<RosterView>;
const channel = z.object({
  id: z.uuid(), name: z.string(), isGeneral: z.boolean(), state: z.enum(REFERENCE_STATES), postsAllowed: z.boolean(),
}) satisfies z.ZodType<ChannelView>;
const team = z.object({
  id: z.uuid(),
  name: z.string(),
  members: count,
  installerName: z.string().nullable(),
  archivedAt: time.nullable(),
  removedAt: time.nullable(),
  channels: z.array(channel),
  roster: roster.nullable(),
}) satisfies z.ZodType<TeamView>;
const teamDetail = team.extend({ installedAt: time.nullable() }) satisfies z.ZodType<TeamDetail>;
const groupChat = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(REFERENCE_STATES),
  postsAllowed: z.boolean(),
  members: count.nullable(),
  roster: roster.nullable(),
}) satisfies z.ZodType<GroupChatView>;

export const PLACE_SCHEMAS = {
  TeamPage: page(team),
  Team: teamDetail,
  GroupChatPage: page(groupChat),
  PostsSwitch: z.strictObject({ allowed: z.boolean() }),
} as const;
