// Teams' part of Graph: the app in the organisation's catalog, and its installations for people and in teams. What is
// installed here is installed for that person, and the bot hears of it as the setting `graphInstallEvent` says.
import type { Chat, TeamsApp, UserScopeTeamsAppInstallation } from "@microsoft/microsoft-graph-types";
import { z } from "zod";

import { type Answer, json } from "./answers";
import { badRequest, graphError, missingObject, refuseInstall } from "./graph-answers";
import { contextOf } from "./graph-pages";
import type { GraphRequest } from "./graph-request";
import { findUser } from "./graph-users";
import { type Entity, parseFilter } from "./odata";
import type { Person } from "./people";
import { readJson } from "./read-json";
import type { Team } from "./teams";

/** The id that the catalog gave the app; the one in the manifest is its external id. */
export const CATALOG_APP_ID = "33333333-3333-4333-8333-333333333333";

const SIDELOADED_APP_ID = "44444444-4444-4444-8444-444444444444";

const bindSchema = z.looseObject({
  "teamsApp@odata.bind": z.string(),
  consentedPermissionSet: z
    .object({ resourceSpecificPermissions: z.array(z.object({ permissionValue: z.string(), permissionType: z.string() })) })
    .optional(),
});

export function listCatalogApps(request: GraphRequest): Answer {
  const filter = request.call.query.get("$filter");
  const { appInCatalog, appSideloaded } = request.simulator.settings;
  const copy = { ...catalogApp(request), id: SIDELOADED_APP_ID, distributionMethod: "sideloaded" as const };
  const apps = [...(appSideloaded ? [copy] : []), ...(appInCatalog ? [catalogApp(request)] : [])];
  const value = filter === null ? apps : apps.filter(parseFilter(filter));
  return json(200, { "@odata.context": contextOf(request), value: value.map((app) => withDefinitions(request, app)) });
}

export async function installForUser(request: GraphRequest): Promise<Answer> {
  const { simulator } = request;
  const person = findUser(request);
  if (!person) return refuseInstall("UNKNOWN_USER");
  const refusal = refuseApp(request);
  if (refusal) return refusal;
  if (person.licence !== "TEAMS") return refuseInstall("LICENSE");
  if (person.isAppBlocked) return refuseInstall("POLICY");
  if (hasApp(person)) return alreadyInstalled();
  await simulator.graphInstalls.installForPerson(person);
  return { status: 201, body: "" };
}

export function listUserInstalls(request: GraphRequest): Answer {
  const person = findUser(request);
  if (!person) return missingObject(request.call.id);
  return json(200, { "@odata.context": contextOf(request), value: filtered(request, installsOf(request, person)) });
}

export function getUserInstall(request: GraphRequest): Answer {
  const person = findUser(request);
  const install = person && installsOf(request, person).find(({ id }) => id === request.call.installationId);
  return install ? json(200, { "@odata.context": contextOf(request), ...install }) : missingInstall();
}

export async function removeUserInstall(request: GraphRequest): Promise<Answer> {
  const person = findUser(request);
  const install = person && installsOf(request, person).find(({ id }) => id === request.call.installationId);
  if (!person || !install) return missingInstall();
  await request.simulator.personDeeds.uninstall(person);
  return { status: 204, body: "" };
}

export function getInstallChat(request: GraphRequest): Answer {
  const { simulator, call } = request;
  const person = findUser(request);
  if (!person || !hasApp(person) || call.installationId !== installationId(person.objectId)) return missingInstall();
  const id = simulator.settings.graphChatId === "thread" ? simulator.tenant.graphChatIdOf(person) : person.conversationId;
  const chat = { id, topic: null, chatType: "oneOnOne", tenantId: simulator.tenant.id } satisfies Chat;
  return json(200, { "@odata.context": `${request.baseUrl}/$metadata#chats/$entity`, ...chat });
}

export async function installInTeam(request: GraphRequest): Promise<Answer> {
  const { simulator } = request;
  const team = findTeam(request);
  if (!team) return graphError(404, "NotFound", "No team found with Group Id " + request.call.id);
  const refusal = refuseApp(request);
  if (refusal) return refusal;
  if (team.installedBy !== undefined) return alreadyInstalled();
  await simulator.graphInstalls.installInTeam(team);
  return { status: 201, body: "" };
}

export function listTeamInstalls(request: GraphRequest): Answer {
  const team = findTeam(request);
  if (!team) return graphError(404, "NotFound", "No team found with Group Id " + request.call.id);
  const installs = team.installedBy === undefined ? [] : [installation(request, team.aadGroupId)];
  return json(200, { "@odata.context": contextOf(request), value: filtered(request, installs) });
}

/** Blocking is a matter of the chat: the app stays installed. */
function hasApp(person: Person): boolean {
  return person.status === "INSTALLED" || person.status === "BLOCKED";
}

function installsOf(request: GraphRequest, person: Person) {
  return hasApp(person) ? [installation(request, person.objectId)] : [];
}

/** Filters look at the app, whether it is expanded or not. */
function filtered(request: GraphRequest, installs: readonly ReturnType<typeof installation>[]): unknown[] {
  const filter = request.call.query.get("$filter");
  const isWanted = filter === null ? () => true : parseFilter(filter);
  const expand = request.call.query.get("$expand") ?? "";
  return installs.filter((install) => isWanted(install)).map(({ teamsApp, ...rest }) => {
    return /\bteamsApp\b/.test(expand) ? { ...rest, teamsApp } : rest;
  });
}

function installation(request: GraphRequest, holderId: string) {
  return { id: installationId(holderId), teamsApp: catalogApp(request) } satisfies UserScopeTeamsAppInstallation;
}

/** As Graph makes them: both ids in base64. */
function installationId(holderId: string): string {
  return Buffer.from(`${holderId}##${CATALOG_APP_ID}`).toString("base64");
}

function catalogApp({ simulator }: GraphRequest) {
  const { settings, tenant } = simulator;
  const externalId = settings.appExternalId ?? tenant.appId;
  const distributionMethod = "organization" as const;
  return { id: CATALOG_APP_ID, externalId, displayName: tenant.botName, distributionMethod } satisfies TeamsApp;
}

function withDefinitions({ call, simulator }: GraphRequest, app: Entity): Entity {
  const { appDefinition } = simulator.settings;
  const isAsked = /\bappDefinitions\b/.test(call.query.get("$expand") ?? "");
  return isAsked && appDefinition ? { ...app, appDefinitions: [appDefinition] } : app;
}

/** What is wrong with the app that a request wants installed. */
function refuseApp(request: GraphRequest): Answer | undefined {
  const { simulator, body } = request;
  const parsed = bindSchema.safeParse(readJson(body));
  const bound = parsed.data?.["teamsApp@odata.bind"];
  if (bound === undefined) return badRequest("Invalid bind property name teamsApp in request.");
  const id = /\/appCatalogs\/teamsApps(?:\/|\(')([^/')]+)/.exec(bound)?.[1];
  if (id === undefined) return badRequest("Bad request: teamsApp@odata.bind is not the address of an app.");
  if (id !== CATALOG_APP_ID || !simulator.settings.appInCatalog) return refuseInstall("NOT_IN_CATALOG");
  const consented = parsed.data?.consentedPermissionSet?.resourceSpecificPermissions ?? [];
  return refuseConsent(request, consented.map((permission) => permission.permissionValue));
}

/** An app with resource-specific permissions is installed only by who may consent to them, and does. */
function refuseConsent({ simulator, headers, nowMs }: GraphRequest, consented: readonly string[]): Answer | undefined {
  const { settings, tenant } = simulator;
  const wanted = [...settings.appResourcePermissions].sort();
  if (wanted.length === 0) return undefined;
  const roles = settings.graphRequireToken ? tenant.tokens.rolesOf(headers.authorization, nowMs) : settings.graphRoles;
  if (!roles.some((role) => role.includes("ReadWriteAndConsent"))) return refuseInstall("CONSENT");
  const isSame = JSON.stringify([...consented].sort()) === JSON.stringify(wanted);
  return isSame ? undefined : badRequest("ResourceSpecificPermissionsMismatch: consent to the permissions of the manifest.");
}

function findTeam({ simulator, call }: GraphRequest): Team | undefined {
  return simulator.teams.find((team) => team.aadGroupId === call.id.toLowerCase());
}

function alreadyInstalled(): Answer {
  return graphError(409, "Conflict", "App entitlement already exists: the app is installed in the specified scope.");
}

function missingInstall(): Answer {
  return graphError(404, "NotFound", "The specified app installation was not found.");
}
