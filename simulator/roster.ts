// The reading half of the Connector: members of a team or chat, page by page, and the channels of a team.
import { type Answer, json, refuse } from "./answers";
import type { ConnectorCall } from "./connector-calls";
import type { Person } from "./people";
import type { Channel, Team } from "./teams";
import type { Tenant } from "./tenant";

/** Microsoft clamps the page size to these. */
const MIN_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 500;

export function listMembers(tenant: Tenant, call: ConnectorCall): Answer {
  const memberIds = findMemberIds(tenant, call.conversationId ?? "");
  if (!(memberIds instanceof Set)) return memberIds;
  if (call.operation === "getMembers") {
    return json(200, tenant.peopleWithIds(memberIds).map((person) => memberOf(tenant, person)));
  }
  const query = new URLSearchParams(call.query);
  const wanted = Number(query.get("pageSize") ?? MAX_PAGE_SIZE) || MAX_PAGE_SIZE;
  const pageSize = Math.min(MAX_PAGE_SIZE, Math.max(MIN_PAGE_SIZE, wanted));
  const token = query.get("continuationToken");
  const start = token ? readToken(token) : 0;
  if (start === undefined) return refuse("BadArgument", "Invalid continuation token");
  const page = tenant.peopleWithIds(slice(memberIds, start, pageSize));
  const members = page.map((person) => memberOf(tenant, person));
  const end = start + pageSize;
  return json(200, end < memberIds.size ? { continuationToken: makeToken(end), members } : { members });
}

export function readMember(tenant: Tenant, call: ConnectorCall): Answer {
  const memberIds = findMemberIds(tenant, call.conversationId ?? "");
  if (!(memberIds instanceof Set)) return memberIds;
  const person = tenant.getPerson(call.memberId ?? "");
  if (!person || person.isDeleted || !memberIds.has(person.objectId)) {
    return refuse("NotFound", "The member is not in the conversation.");
  }
  return json(200, memberOf(tenant, person));
}

export function readTeam(tenant: Tenant, call: ConnectorCall): Answer {
  const team = findTeam(tenant, call);
  if (!("channels" in team)) return team;
  const counts = { channelCount: channelsOf(team).length, memberCount: team.memberIds.size };
  return json(200, { id: team.id, name: team.name, aadGroupId: team.aadGroupId, tenantId: tenant.id, ...counts });
}

export function listTeamConversations(tenant: Tenant, call: ConnectorCall): Answer {
  const team = findTeam(tenant, call);
  if (!("channels" in team)) return team;
  // General comes without a name: clients show it in their own language.
  const conversations = channelsOf(team).map(({ id, name }) => (id === team.id ? { id } : { id, name }));
  return json(200, { conversations });
}

function findTeam(tenant: Tenant, call: ConnectorCall): Team | Answer {
  const team = tenant.getTeam(call.teamId ?? "");
  if (!team || team.state === "DELETED") return refuse("NotFound", "Team not found.");
  return team.installedBy === undefined ? refuse("BotNotInConversationRoster") : team;
}

function channelsOf(team: Team): Channel[] {
  return team.channels.filter((channel) => !channel.isDeleted);
}

/** A part of a set without a copy of the whole: rosters of a hundred thousand are read five hundred at a time. */
function slice(ids: ReadonlySet<string>, start: number, count: number): string[] {
  const part: string[] = [];
  let at = 0;
  for (const id of ids) {
    if (at >= start + count) break;
    if (at >= start) part.push(id);
    at += 1;
  }
  return part;
}

function findMemberIds(tenant: Tenant, conversationId: string): Set<string> | Answer {
  const person = tenant.findChatOwner(conversationId);
  if (person) {
    const isReachable = person.status === "INSTALLED" || tenant.sharesTeamWithBot(person);
    return isReachable ? new Set([person.objectId]) : refuse("BotNotInConversationRoster");
  }
  const id = conversationId.split(";")[0] ?? "";
  const found = tenant.getChannel(id);
  const isThere = found && !found.channel.isDeleted && found.team.state !== "DELETED";
  const shared = tenant.getGroupChat(id) ?? (isThere ? found.team : undefined);
  if (!shared) return refuse("ConversationNotFound");
  if (shared.installedBy === undefined) return refuse("BotNotInConversationRoster");
  return shared.memberIds;
}

function memberOf(tenant: Tenant, person: Person): Record<string, unknown> {
  return {
    id: person.teamsUserId,
    name: person.displayName,
    // The wire says objectId; the SDK's own type says aadObjectId. Both are sent, as both have been seen.
    objectId: person.objectId,
    aadObjectId: person.objectId,
    givenName: person.givenName,
    surname: person.familyName,
    email: person.email,
    userPrincipalName: person.userPrincipalName,
    tenantId: tenant.id,
    userRole: person.userType === "Guest" ? "guest" : "user",
  };
}

function makeToken(offset: number): string {
  return Buffer.from(`members:${offset}`).toString("base64url");
}

function readToken(token: string): number | undefined {
  const digits = /^members:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
