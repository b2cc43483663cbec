// Reads a call to Graph from its method and path below /v1.0, and says which permissions it wants and what it costs.
// Costs and rates: https://learn.microsoft.com/graph/throttling-limits
export const GRAPH_OPERATIONS = [
  "listUsers", "getUser", "deltaUsers", "listLicenses", "listGroups", "getGroup", "listMembers", "listTransitiveMembers",
  "listCatalogApps", "installForUser", "listUserInstalls", "getUserInstall", "removeUserInstall", "getInstallChat",
  "installInTeam", "listTeamInstalls", "batch",
] as const;

export type GraphOperation = (typeof GRAPH_OPERATIONS)[number];

export type GraphCall = {
  readonly operation: GraphOperation;
  readonly method: string;
  readonly query: URLSearchParams;
  /** The object the path names first: a user, group or team. */
  readonly id: string;
  readonly installationId: string;
};

/** `base` costs units of the directory's quota; `read` and `install` one request of Teams' rates. */
type Cost = { kind: "directory"; units: number } | { kind: "read" } | { kind: "install" };
type Route = { operation: GraphOperation; cost: Cost; roles: readonly string[] };

const USERS = ["User.Read.All", "Directory.Read.All"];
const GROUPS = ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];
const MEMBERS = ["GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"];
const CATALOG = ["AppCatalog.Read.All", "AppCatalog.ReadWrite.All"];
const FOR_USER = [
  "TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadWriteForUser.All",
  "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All", "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
];
const OF_USER = ["TeamsAppInstallation.ReadForUser.All", ...FOR_USER];
const FOR_TEAM = [
  "TeamsAppInstallation.ReadWriteSelfForTeam.All", "TeamsAppInstallation.ReadWriteForTeam.All",
  "TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All", "TeamsAppInstallation.ReadWriteAndConsentForTeam.All",
];
const OF_TEAM = ["TeamsAppInstallation.ReadForTeam.All", ...FOR_TEAM];
const INSTALLS = "users/:id/teamwork/installedApps";

const ROUTES: Readonly<Record<string, Route>> = {
  "GET users": directory("listUsers", 2, USERS),
  "GET users/delta": directory("deltaUsers", 2, USERS),
  "GET users/microsoft.graph.delta()": directory("deltaUsers", 2, USERS),
  "GET users/:id": directory("getUser", 1, USERS),
  "GET users/:id/licenseDetails": directory("listLicenses", 2, USERS),
  "GET groups": directory("listGroups", 1, GROUPS),
  "GET groups/:id": directory("getGroup", 1, GROUPS),
  "GET groups/:id/members": directory("listMembers", 3, MEMBERS),
  "GET groups/:id/members/microsoft.graph.user": directory("listMembers", 3, MEMBERS),
  "GET groups/:id/transitiveMembers": directory("listTransitiveMembers", 5, MEMBERS),
  "GET groups/:id/transitiveMembers/microsoft.graph.user": directory("listTransitiveMembers", 5, MEMBERS),
  "GET appCatalogs/teamsApps": { operation: "listCatalogApps", cost: { kind: "read" }, roles: CATALOG },
  [`POST ${INSTALLS}`]: { operation: "installForUser", cost: { kind: "install" }, roles: FOR_USER },
  [`GET ${INSTALLS}`]: { operation: "listUserInstalls", cost: { kind: "read" }, roles: OF_USER },
  [`GET ${INSTALLS}/:install`]: { operation: "getUserInstall", cost: { kind: "read" }, roles: OF_USER },
  [`DELETE ${INSTALLS}/:install`]: { operation: "removeUserInstall", cost: { kind: "install" }, roles: FOR_USER },
  [`GET ${INSTALLS}/:install/chat`]: { operation: "getInstallChat", cost: { kind: "read" }, roles: OF_USER },
  "POST teams/:id/installedApps": { operation: "installInTeam", cost: { kind: "install" }, roles: FOR_TEAM },
  "GET teams/:id/installedApps": { operation: "listTeamInstalls", cost: { kind: "read" }, roles: OF_TEAM },
  "POST $batch": { operation: "batch", cost: { kind: "directory", units: 0 }, roles: [] },
};

const ROUTES_BY_OPERATION = new Map(Object.values(ROUTES).map((route) => [route.operation, route]));

/** `target` starts after `/v1.0/`. Undefined where the simulator has no such call. */
export function readGraphCall(method: string, target: string): GraphCall | undefined {
  const [path = "", query = ""] = target.split(/\?(.*)/s, 2);
  const parts = path.split("/").map((part) => decodePart(part));
  const exact = ROUTES[`${method} ${parts.join("/")}`];
  const [collection = "", id = "", ...rest] = parts;
  const isInstall = rest.length > 2 && rest[1] === "installedApps";
  const named = isInstall ? [rest[0], rest[1], ":install", ...rest.slice(3)] : rest;
  const route = exact ?? ROUTES[`${method} ${[collection, ":id", ...named].join("/")}`];
  if (!route) return undefined;
  const installationId = isInstall ? (rest[2] ?? "") : "";
  return { operation: route.operation, method, query: new URLSearchParams(query), id, installationId };
}

export function rolesFor(operation: GraphOperation): readonly string[] {
  return ROUTES_BY_OPERATION.get(operation)?.roles ?? [];
}

export function costOf({ operation, query }: GraphCall): Cost {
  const cost = ROUTES_BY_OPERATION.get(operation)?.cost ?? { kind: "read" };
  if (cost.kind !== "directory" || cost.units === 0) return cost;
  const top = Number(query.get("$top") ?? 100);
  const cheaper = (query.has("$select") ? 1 : 0) + (top < 20 ? 1 : 0);
  return { kind: "directory", units: Math.max(1, cost.units + (query.has("$expand") ? 1 : 0) - cheaper) };
}

function directory(operation: GraphOperation, units: number, roles: readonly string[]): Route {
  return { operation, cost: { kind: "directory", units }, roles };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
