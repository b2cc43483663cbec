// People of the directory: in rounds by delta query. The first round pages through everybody, each later one tells what has
// changed since; a link that has expired (410) means to start over.
import { z } from "zod";

import type { DirectoryAnswer, DirectoryPerson, PeoplePage } from "@/lib/domain/directory-port";

import { type Graph, refused } from "./client";
import { idText, lastOfEach, text } from "./items";

const FIELDS = [
  "id", "displayName", "givenName", "mail", "userPrincipalName", "userType", "accountEnabled", "preferredLanguage",
  "department", "country", "jobTitle", "assignedPlans",
];
/** What a list of users is asked for, here and for the members of a group. */
export const SELECT_USERS = `$select=${FIELDS.join(",")}`;
/** As many as Graph gives at once. */
export const PAGE_SIZE = 999;

/** Teams' back end, under which every plan that includes Teams is listed. A plan in its grace period still works. */
const TEAMS_SERVICE = "TeamspaceAPI";
const WORKING = ["Enabled", "Warning"];

const planSchema = z.looseObject({ service: text, capabilityStatus: text });
export const userSchema = z.looseObject({
  id: idText,
  displayName: text,
  givenName: text,
  mail: text,
  userPrincipalName: text,
  userType: text,
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: text,
  department: text,
  country: text,
  jobTitle: text,
  assignedPlans: z.array(planSchema).nullish(),
  "@removed": z.unknown().optional(),
});

const pageSchema = z.looseObject({
  value: z.array(userSchema),
  "@odata.nextLink": z.string().optional(),
  "@odata.deltaLink": z.string().optional(),
});

export async function readPeople(graph: Graph, link: string | null, signal: AbortSignal): Promise<DirectoryAnswer<PeoplePage>> {
  const headers = { prefer: `odata.maxpagesize=${PAGE_SIZE}` };
  const answer = await graph.call(link ?? `users/delta?${SELECT_USERS}`, { headers, signal });
  if (!answer.ok) return answer;
  const page = pageSchema.safeParse(answer.value).data;
  const nextLink = page?.["@odata.nextLink"];
  const deltaLink = page?.["@odata.deltaLink"];
  if (!page || (nextLink ?? deltaLink) === undefined) return refused("A page of people cannot be read.");
  const users = lastOfEach(page.value);
  const gone = users.filter((user) => user["@removed"] !== undefined);
  return { ok: true, value: {
    people: users.filter((user) => user["@removed"] === undefined).map(personOf),
    departed: gone.map(({ id }) => id),
    next: nextLink === undefined ? { kind: "ROUND", link: deltaLink ?? "" } : { kind: "PAGE", link: nextLink },
  } };
}

const countSchema = z.looseObject({ "@odata.count": z.number() });

export async function countPeople(graph: Graph, signal: AbortSignal): Promise<DirectoryAnswer<number>> {
  const answer = await graph.call("users?$count=true&$top=1&$select=id", { headers: { ConsistencyLevel: "eventual" }, signal });
  if (!answer.ok) return answer;
  const counted = countSchema.safeParse(answer.value).data;
  return counted ? { ok: true, value: counted["@odata.count"] } : refused("The number of people cannot be read.");
}

export function personOf(user: z.output<typeof userSchema>): DirectoryPerson {
  return {
    objectId: user.id,
    displayName: user.displayName,
    givenName: user.givenName,
    email: user.mail,
    principalName: user.userPrincipalName,
    locale: user.preferredLanguage,
    department: user.department,
    country: user.country,
    jobTitle: user.jobTitle,
    guest: user.userType ? user.userType.toLowerCase() === "guest" : undefined,
    enabled: user.accountEnabled ?? undefined,
    licensed: user.assignedPlans?.some(includesTeams),
  };
}

function includesTeams({ service, capabilityStatus }: z.output<typeof planSchema>): boolean {
  return service === TEAMS_SERVICE && WORKING.includes(capabilityStatus ?? "");
}
