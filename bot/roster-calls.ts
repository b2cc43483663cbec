// Reading teams and rosters from the Connector, as values. Microsoft's pages: "Get Teams specific context for a bot".
import { z } from "zod";

import type { Answer } from "@/lib/domain/outcome";
import { ROSTER_PAGE_SIZE, type RosterMember } from "@/lib/domain/roster";
import { parseJsonObject } from "@/lib/parse-json";

import { memberSchema } from "./activity";
import type { Connector } from "./connector";
import { guestOf } from "./sightings";

/** Without a value the answer says why; an accepted answer nobody can read has none either. */
export type Reading<T> = { answer: Answer; value?: T };

const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value || undefined);

const teamSchema = z.object({
  name: optional(z.string().max(500)),
  aadGroupId: optional(z.string().max(100)),
  memberCount: optional(z.number().int().nonnegative()),
});
export type TeamFacts = { name?: string | undefined; groupId?: string | undefined; memberCount?: number | undefined };

export async function readTeam(connector: Connector, of: { serviceUrl: string; teamsId: string }): Promise<Reading<TeamFacts>> {
  const reading = await read(connector, of.serviceUrl, `v3/teams/${encodeURIComponent(of.teamsId)}`, teamSchema);
  if (!reading.value) return { answer: reading.answer };
  const { aadGroupId: groupId, ...facts } = reading.value;
  return { answer: reading.answer, value: { ...facts, groupId } };
}

const channelsSchema = z.object({
  conversations: z.array(z.object({ id: z.string().min(1).max(400), name: optional(z.string().max(500)) })).max(5_000),
});

/** The channels of a team, General first and without a name. */
export async function readChannels(
  connector: Connector, of: { serviceUrl: string; teamsId: string },
): Promise<Reading<{ conversationId: string; name?: string | undefined }[]>> {
  const path = `v3/teams/${encodeURIComponent(of.teamsId)}/conversations`;
  const { answer, value } = await read(connector, of.serviceUrl, path, channelsSchema);
  return value ? { answer, value: value.conversations.map(({ id, name }) => ({ conversationId: id, name })) } : { answer };
}

const pageSchema = z.object({
  members: z.array(z.unknown()).max(ROSTER_PAGE_SIZE),
  continuationToken: optional(z.string().max(10_000)),
});

export type RosterPage = { members: RosterMember[]; cursor: string | null };

/** One page of the members of a team, channel or chat. Whoever has no Entra object id cannot be written to, and is left out. */
export async function readMembers(
  connector: Connector, of: { serviceUrl: string; conversationId: string; tenantId: string; cursor: string | null },
): Promise<Reading<RosterPage>> {
  const query = new URLSearchParams({ pageSize: String(ROSTER_PAGE_SIZE) });
  if (of.cursor !== null) query.set("continuationToken", of.cursor);
  const path = `v3/conversations/${encodeURIComponent(of.conversationId)}/pagedmembers?${query.toString()}`;
  const { answer, value } = await read(connector, of.serviceUrl, path, pageSchema);
  if (!value) return { answer };
  const members = new Map(value.members.flatMap((member) => memberOf(member, of.tenantId)).map((one) => [one.objectId, one]));
  return { answer, value: { members: [...members.values()], cursor: value.continuationToken ?? null } };
}

function memberOf(value: unknown, tenantId: string): RosterMember[] {
  const parsed = memberSchema.safeParse(value);
  if (!parsed.success || !parsed.data.aadObjectId) return [];
  const { aadObjectId: objectId, id: memberId, name, givenName, email, userPrincipalName: principalName } = parsed.data;
  const guest = guestOf(parsed.data, tenantId);
  const known = Object.entries({ memberId, name, givenName, email: email ?? principalName, principalName, guest });
  return [{ objectId, ...Object.fromEntries(known.filter(([, field]) => field !== undefined)) }];
}

async function read<T>(connector: Connector, serviceUrl: string, path: string, schema: z.ZodType<T>): Promise<Reading<T>> {
  const { answer, body } = await connector.read({ serviceUrl, path });
  const parsed = schema.safeParse(parseJsonObject(body));
  return parsed.success ? { answer, value: parsed.data } : { answer };
}
