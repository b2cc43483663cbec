// Graph's groups: search and filter, one by id, and its members, with everybody in the groups inside it or without.
import { type Answer, json } from "./answers";
import { badRequest, graphError, missingObject } from "./graph-answers";
import { answerPage, contextOf } from "./graph-pages";
import type { GraphRequest } from "./graph-request";
import { needsConsistency } from "./graph-users";
import { groupOf, pickProperties, readSelect, USER_DEFAULTS, USER_PROPERTIES, viewUser } from "./graph-views";
import type { Group } from "./groups";
import { parseFilter, parseSearch, type Test } from "./odata";

export function listGroups(request: GraphRequest): Answer {
  const { query } = request.call;
  const selected = readGroupSelect(request);
  if (selected.refusal) return selected.refusal;
  const search = query.get("$search");
  const filter = query.get("$filter");
  if (search !== null && request.headers.consistencyLevel !== "eventual") return needsConsistency();
  const tests: Test[] = [...(filter === null ? [] : [parseFilter(filter)]), ...(search === null ? [] : [parseSearch(search)])];
  const found = request.simulator.tenant.directory.groups().filter((group) => {
    const view = groupOf(group);
    return tests.every((test) => test(view));
  });
  const order = query.get("$orderby");
  if (order !== null && order !== "displayName" && order !== "displayName asc") return badRequest(`No order by ${order}.`);
  if (order !== null) found.sort((left, right) => left.displayName.localeCompare(right.displayName, "en"));
  return answerPage(request, found, (_, position) => position, (group) => pickProperties(groupOf(group), selected.names));
}

export function getGroup(request: GraphRequest): Answer {
  const group = findGroup(request);
  if (!group) return missingObject(request.call.id);
  const selected = readGroupSelect(request);
  if (selected.refusal) return selected.refusal;
  return json(200, { "@odata.context": `${contextOf(request)}/$entity`, ...pickProperties(groupOf(group), selected.names) });
}

export function listMembers(request: GraphRequest): Answer {
  const group = findGroup(request);
  if (!group) return missingObject(request.call.id);
  const { directory } = request.simulator.tenant;
  const members = request.call.operation === "listTransitiveMembers"
    ? directory.transitiveMembers(group)
    : directory.directMembers(group).sort((left, right) => left.index - right.index);
  const selected = readSelect(request.call.query.get("$select"), USER_PROPERTIES, USER_DEFAULTS);
  if (selected.refusal) return selected.refusal;
  const isCast = request.path.endsWith("/microsoft.graph.user");
  if (isCast && !isAdvanced(request)) return needsAdvanced();
  // Without the cast a list of members says of each what it is.
  const type = isCast ? {} : { "@odata.type": "#microsoft.graph.user" };
  return answerPage(request, members, (person) => person.index, (person) => {
    return { ...type, ...viewUser(person, selected.names) };
  });
}

function isAdvanced({ call, headers }: GraphRequest): boolean {
  return headers.consistencyLevel === "eventual" && call.query.get("$count") === "true";
}

/** As Microsoft documents it for the cast (List group transitive members). */
function needsAdvanced(): Answer {
  const message = "An OData cast needs the request header 'ConsistencyLevel: eventual' and the query parameter '$count=true'.";
  return graphError(400, "Request_UnsupportedQuery", message);
}

function findGroup({ simulator, call }: GraphRequest): Group | undefined {
  return simulator.tenant.directory.getGroup(call.id);
}

function readGroupSelect({ simulator, call }: GraphRequest) {
  const [example] = simulator.tenant.directory.groups();
  const known = Object.keys(example ? groupOf(example) : {});
  return readSelect(call.query.get("$select"), known, known);
}
