// Groups of the directory, and the people in them, those of inner groups included. Graph expands security, Microsoft 365,
// dynamic and ordinary distribution groups; Exchange's dynamic distribution lists it does not know at all.
import { z } from "zod";

import type { GroupKind } from "@/lib/domain/directory";
import type { DirectoryAnswer, DirectoryGroup, DirectoryPerson, Page } from "@/lib/domain/directory-port";

import { type Graph, refused } from "./client";
import { idText, lastOfEach, text } from "./items";
import { PAGE_SIZE, personOf, SELECT_USERS, userSchema } from "./users";

const FIELDS = ["id", "displayName", "mail", "groupTypes", "securityEnabled", "mailEnabled", "resourceProvisioningOptions"];

const groupSchema = z.looseObject({
  id: idText,
  displayName: text,
  mail: text,
  groupTypes: z.array(z.string()).nullish(),
  securityEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  resourceProvisioningOptions: z.array(z.string()).nullish(),
});

export async function readGroups(
  graph: Graph, link: string | null, signal: AbortSignal,
): Promise<DirectoryAnswer<Page<DirectoryGroup>>> {
  const answer = await graph.call(link ?? `groups?$select=${FIELDS.join(",")}&$top=${PAGE_SIZE}`, { signal });
  return answer.ok ? readPage(answer.value, groupSchema, groupOf) : answer;
}

/** A search, and the cast to people in a list of members, are advanced queries: with this header, on every page. */
const ADVANCED = { ConsistencyLevel: "eventual" };
/** More of them somebody would rather name more closely. */
const MOST_FOUND = 25;

/** Of what is searched, Graph's index is a few seconds old. An order cannot be asked for beside it. */
export async function searchGroups(
  graph: Graph, words: string, signal: AbortSignal,
): Promise<DirectoryAnswer<DirectoryGroup[]>> {
  // In quotes, where these two signs are escaped and all others are text.
  const quoted = words.replace(/["\\]/g, "\\$&");
  const search = encodeURIComponent(`"displayName:${quoted}" OR "mail:${quoted}"`);
  const path = `groups?$search=${search}&$select=${FIELDS.join(",")}&$top=${MOST_FOUND}`;
  const answer = await graph.call(path, { headers: ADVANCED, signal });
  if (!answer.ok) return answer;
  const page = readPage(answer.value, groupSchema, groupOf);
  return page.ok ? { ok: true, value: page.value.items } : page;
}

export async function readMembers(
  graph: Graph, groupId: string, link: string | null, signal: AbortSignal,
): Promise<DirectoryAnswer<Page<DirectoryPerson>>> {
  const first = `groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user?$count=true`;
  const answer = await graph.call(link ?? `${first}&${SELECT_USERS}&$top=${PAGE_SIZE}`, { headers: ADVANCED, signal });
  return answer.ok ? readPage(answer.value, userSchema, personOf) : answer;
}

function readPage<T extends z.ZodType<{ id: string }>, R>(
  value: unknown, schema: T, view: (item: z.output<T>) => R,
): DirectoryAnswer<Page<R>> {
  const page = z.looseObject({ value: z.array(schema), "@odata.nextLink": z.string().optional() }).safeParse(value).data;
  if (!page) return refused("A page of groups or members cannot be read.");
  return { ok: true, value: { items: lastOfEach(page.value).map(view), next: page["@odata.nextLink"] ?? null } };
}

function groupOf(group: z.output<typeof groupSchema>): DirectoryGroup {
  return {
    objectId: group.id,
    name: group.displayName ?? "",
    mail: group.mail ?? null,
    kind: kindOf(group),
    membership: group.groupTypes?.includes("DynamicMembership") ? "DYNAMIC" : "ASSIGNED",
    hasTeam: group.resourceProvisioningOptions?.includes("Team") ?? false,
  };
}

function kindOf({ groupTypes, securityEnabled, mailEnabled }: z.output<typeof groupSchema>): GroupKind {
  if (groupTypes?.includes("Unified")) return "MICROSOFT_365";
  if (!mailEnabled) return "SECURITY";
  return securityEnabled ? "MAIL_SECURITY" : "DISTRIBUTION";
}
