// The app's installations: for people, twenty in one batch, and in a team. An app that is there already (409) is a success.
// Source: Microsoft, "Install app for user" and "Get chat" of Graph; the app is found by the id in its manifest.
import { z } from "zod";

import { appOfOrganization } from "@/lib/domain/catalog-app";
import type {
  DirectoryAnswer, DirectoryFailure, FoundChats, InstallOutcome, InstallOutcomes,
} from "@/lib/domain/directory-port";

import { type Graph, type GraphPart, type GraphPartAnswer, refused } from "./client";
import { installCodeOf } from "./failures";

/**
 * The app to install: its id in the catalog, and the resource-specific permissions that its manifest asks for. Those are
 * consented to with the installation, exactly as the manifest has them, or Graph refuses it; that takes the permissions
 * `TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All` and `…ForTeam.All`.
 */
export type InstallableApp = { id: string; consents: readonly string[] };

const idsSchema = z.looseObject({ value: z.array(z.looseObject({ id: z.string() })) });
const appsSchema = z.looseObject({
  value: z.array(z.looseObject({ id: z.string(), distributionMethod: z.string().nullish() })),
});

/** Null when the organisation's catalog does not have it. */
export async function findApp(graph: Graph, manifestId: string, signal: AbortSignal): Promise<DirectoryAnswer<string | null>> {
  const filter = encodeURIComponent(`externalId eq '${manifestId.replaceAll("'", "''")}'`);
  const answer = await graph.call(`appCatalogs/teamsApps?$filter=${filter}`, { signal });
  if (!answer.ok) return answer;
  const apps = appsSchema.safeParse(answer.value).data;
  return apps ? { ok: true, value: appOfOrganization(apps.value)?.id ?? null } : refused("The catalog's answer cannot be read.");
}

export async function installForPeople(
  graph: Graph, app: InstallableApp, objectIds: readonly string[], signal: AbortSignal,
): Promise<DirectoryAnswer<InstallOutcomes>> {
  const parts = objectIds.map((id): GraphPart => ({ id, method: "POST", path: installsOf(id), body: bindTo(graph, app) }));
  const answer = await graph.batch(parts, signal);
  if (!answer.ok) return answer;
  return { ok: true, value: new Map(objectIds.map((id) => [id, outcomeOf(answer.value.get(id))])) };
}

/** `teamId` is the id of the team's group. */
export async function installInTeam(
  graph: Graph, app: InstallableApp, teamId: string, signal: AbortSignal,
): Promise<DirectoryAnswer<InstallOutcome>> {
  const path = `teams/${encodeURIComponent(teamId)}/installedApps`;
  const answer = await graph.call(path, { method: "POST", body: bindTo(graph, app), signal });
  const isGlobal = !answer.ok && (answer.failure.code === "STOPPED" || answer.failure.code === "SIGN_IN");
  return isGlobal ? answer : { ok: true, value: outcomeOf(answer) };
}

/**
 * The chats with the bot. Two batches: the installation's id, then its chat. Who has none yet is left out: it may take a
 * moment to appear, and the bot may hear of it first.
 */
export async function findChats(
  graph: Graph, appId: string, objectIds: readonly string[], signal: AbortSignal,
): Promise<DirectoryAnswer<FoundChats>> {
  const filter = encodeURIComponent(`teamsApp/id eq '${appId}'`);
  const installs = await graph.batch(
    objectIds.map((id) => ({ id, method: "GET", path: `${installsOf(id)}?$expand=teamsApp&$filter=${filter}` })), signal,
  );
  if (!installs.ok) return installs;
  const parts = objectIds.flatMap((id): GraphPart[] => {
    const installId = firstIdOf(installs.value.get(id));
    return installId === undefined ? [] : [{ id, method: "GET", path: `${installsOf(id)}/${encodeURIComponent(installId)}/chat` }];
  });
  if (parts.length === 0) return { ok: true, value: { chats: new Map(), ...restOf(installs.value) } };
  const answers = await graph.batch(parts, signal);
  if (!answers.ok) return answers;
  const chats = new Map(objectIds.flatMap((id) => {
    const chatId = chatIdOf(answers.value.get(id));
    return chatId === undefined ? [] : [[id, chatId]];
  }));
  return { ok: true, value: { chats, ...restOf(installs.value), ...restOf(answers.value) } };
}

/** Set when Graph has refused a part of a batch for its rate. */
function restOf(answers: ReadonlyMap<string, GraphPartAnswer>): Pick<FoundChats, "rest"> {
  const waits = [...answers.values()].flatMap((answer) =>
    !answer.ok && answer.failure.code === "THROTTLED" ? [answer.failure.retryAfterMs] : []);
  if (waits.length === 0) return {};
  const known = waits.filter((wait) => wait !== undefined);
  return { rest: known.length > 0 ? { retryAfterMs: Math.max(...known) } : {} };
}

function installsOf(objectId: string): string {
  return `users/${encodeURIComponent(objectId)}/teamwork/installedApps`;
}

function bindTo(graph: Graph, { id, consents }: InstallableApp): unknown {
  const permissions = consents.map((permissionValue) => ({ permissionValue, permissionType: "application" }));
  return {
    "teamsApp@odata.bind": `${graph.baseUrl}/appCatalogs/teamsApps/${id}`,
    ...(permissions.length > 0 ? { consentedPermissionSet: { resourceSpecificPermissions: permissions } } : {}),
  };
}

function outcomeOf(answer: GraphPartAnswer | undefined): InstallOutcome {
  if (answer === undefined) return { kind: "AGAIN" };
  return answer.ok ? { kind: "INSTALLED" } : outcomeOfFailure(answer.failure);
}

function outcomeOfFailure(failure: DirectoryFailure): InstallOutcome {
  if (failure.httpStatus === 409) return { kind: "INSTALLED", already: true };
  switch (failure.code) {
    case "THROTTLED":
      return { kind: "REST", ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }) };
    case "UNREACHABLE":
    case "SIGN_IN":
    case "STOPPED":
      return { kind: "AGAIN" };
    default:
      return { kind: "FAILED", code: installCodeOf(failure) };
  }
}

function firstIdOf(answer: GraphPartAnswer | undefined): string | undefined {
  return answer?.ok ? idsSchema.safeParse(answer.value).data?.value[0]?.id : undefined;
}

function chatIdOf(answer: GraphPartAnswer | undefined): string | undefined {
  return answer?.ok ? z.looseObject({ id: z.string() }).safeParse(answer.value).data?.id : undefined;
}
