// One recipient with everything around them: what the directory says, where they can be reached, teams, groups, the app's
// installation, and for each topic whether a broadcast would reach them now.
import { z } from "zod";

import { SKIP_REASONS, type SkipReason } from "@/lib/domain/delivery";
import {
  GROUP_KINDS, type GroupKind, INSTALL_STATUSES, type InstallStatus,
} from "@/lib/domain/directory";

import { SKIP_REASON_SQL } from "./audience-sql";
import type { Db } from "./db";
import type { Prisma } from "./generated/client";
import { getRecipient, type Recipient } from "./recipients";

/** A person is in few teams; whoever is in more sees the first by name. */
const MAX_PLACES = 200;
const MAX_TOPICS = 500;

type Conversation = { id: string | null; memberId: string | null; serviceUrl: string; installedAt: Date | null };
type Install = { status: InstallStatus; code: string | null; attempts: number; wantedAt: Date; settledAt: Date | null };
export type Reach = { topicId: string; topicName: string; mandatory: boolean; reason: SkipReason | null };

export type RecipientDetails = Recipient & {
  jobTitle: string | null;
  createdAt: Date;
  syncedAt: Date | null;
  conversation: Conversation | null;
  install: Install | null;
  teams: { id: string; name: string; seenAt: Date }[];
  groups: { id: string; name: string; kind: GroupKind; readAt: Date | null }[];
  reach: Reach[];
};

const select = {
  jobTitle: true,
  createdAt: true,
  syncedAt: true,
  reference: { select: { conversationId: true, memberId: true, serviceUrl: true, installedAt: true } },
  install: { select: { status: true, code: true, attempts: true, wantedAt: true, settledAt: true } },
  memberships: {
    where: { team: { removedAt: null } },
    orderBy: [{ team: { name: "asc" } }, { teamId: "asc" }],
    take: MAX_PLACES,
    select: { seenAt: true, team: { select: { id: true, name: true } } },
  },
} as const satisfies Prisma.RecipientSelect;

export async function getRecipientDetails(db: Db, id: string): Promise<RecipientDetails | undefined> {
  const recipient = await getRecipient(db, id);
  const row = await db.recipient.findUnique({ where: { id }, select });
  if (!recipient || !row) return undefined;
  const { reference, install, memberships, ...rest } = row;
  return {
    ...recipient,
    ...rest,
    conversation: reference && {
      id: reference.conversationId,
      memberId: reference.memberId,
      serviceUrl: reference.serviceUrl,
      installedAt: reference.installedAt,
    },
    install: install && { ...install, status: z.enum(INSTALL_STATUSES).parse(install.status) },
    teams: memberships.map(({ seenAt, team }) => ({ ...team, seenAt })),
    groups: await listGroupsOf(db, id),
    reach: await listReach(db, id),
  };
}

const groupsSchema = z.array(
  z.object({ id: z.string(), name: z.string(), kind: z.enum(GROUP_KINDS), readAt: z.date().nullable() }),
);

/** As of the last reading of each group, and the one under way: rows of an older one are no longer members. */
async function listGroupsOf(db: Db, recipientId: string): Promise<RecipientDetails["groups"]> {
  const rows: unknown = await db.$queryRaw`
    SELECT g.id, g.name, g.kind, g.read_at AS "readAt"
    FROM entra_group_members m JOIN entra_groups g ON g.id = m.group_id AND m.generation >= g.generation
    WHERE m.recipient_id = ${recipientId}::uuid ORDER BY g.name, g.id LIMIT ${MAX_PLACES}`;
  return groupsSchema.parse(rows);
}

const reachSchema = z.array(
  z.object({
    topicId: z.string(), topicName: z.string(), mandatory: z.boolean(), reason: z.enum(SKIP_REASONS).nullable(),
  }),
);

/** By the same words as the estimate and the frozen audience: `opted` is who opted out of the line's topic. */
async function listReach(db: Db, recipientId: string): Promise<Reach[]> {
  const rows: unknown = await db.$queryRaw`
    SELECT t.id AS "topicId", t.name AS "topicName", t.mandatory, ${SKIP_REASON_SQL} AS reason
    FROM topics t CROSS JOIN recipients r LEFT JOIN conversation_references ref ON ref.recipient_id = r.id
    LEFT JOIN LATERAL (
      SELECT oo.recipient_id FROM opt_outs oo
      WHERE oo.recipient_id = r.id AND NOT t.mandatory AND (oo.topic_id IS NULL OR oo.topic_id = t.id) LIMIT 1
    ) opted ON true
    WHERE r.id = ${recipientId}::uuid ORDER BY t.name, t.id LIMIT ${MAX_TOPICS}`;
  return reachSchema.parse(rows);
}
