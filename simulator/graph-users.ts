// Graph's users: the list with filter and search, one by id or name, licences, and the delta query, which pages through
// everybody once and from then on tells only what has changed.
import { z } from "zod";

import { type Answer, json } from "./answers";
import { badRequest, graphError, missingObject } from "./graph-answers";
import { answerPage, contextOf, linkTo, makeToken, readPageSize, readToken } from "./graph-pages";
import type { GraphRequest } from "./graph-request";
import { graphNameOf, licenseDetailsOf, readSelect, USER_DEFAULTS, USER_PROPERTIES, viewUser } from "./graph-views";
import { parseFilter, parseSearch } from "./odata";
import type { Person } from "./people";

export function listUsers(request: GraphRequest): Answer {
  const { tenant } = request.simulator;
  const { query } = request.call;
  const selected = readUserSelect(request);
  if (selected.refusal) return selected.refusal;
  const search = query.get("$search");
  if (search !== null && request.headers.consistencyLevel !== "eventual") return needsConsistency();
  const tests = [...listOf(query.get("$filter"), parseFilter), ...listOf(search, parseSearch)];
  const known = tenant.people.filter((person) => !person.isDeleted);
  const found = tests.length === 0 ? known : known.filter((person) => {
    const user = viewUser(person);
    return tests.every((test) => test(user));
  });
  return answerPage(request, found, (person) => person.index, (person) => viewUser(person, selected.names));
}

export function getUser(request: GraphRequest): Answer {
  const person = findUser(request);
  if (!person) return missingObject(request.call.id);
  const selected = readUserSelect(request);
  if (selected.refusal) return selected.refusal;
  return json(200, { "@odata.context": `${contextOf(request)}/$entity`, ...viewUser(person, selected.names) });
}

export function listLicenses(request: GraphRequest): Answer {
  const person = findUser(request);
  if (!person) return missingObject(request.call.id);
  return json(200, { "@odata.context": contextOf(request), value: licenseDetailsOf(person) });
}

/** By object id or user principal name. */
export function findUser({ simulator, call }: GraphRequest): Person | undefined {
  const person = simulator.tenant.findAccount(call.id);
  return person?.isDeleted ? undefined : person;
}

const stateSchema = z.object({
  epoch: z.number(),
  at: z.number(),
  names: z.array(z.string()),
  size: z.number(),
  /** Going through everybody: the index of the last one shown. Absent in a round of changes. */
  index: z.number().optional(),
  /** The place in the log of changes at which the round began, and the place it has reached. */
  since: z.number(),
  reached: z.number(),
  /** The page before was an empty one, where such pages are wanted. */
  wasEmpty: z.boolean().optional(),
});

type State = z.output<typeof stateSchema>;

export function deltaUsers(request: GraphRequest): Answer {
  const { directory } = request.simulator.tenant;
  const { query } = request.call;
  // An empty token asks to start over.
  const token = query.get("$skiptoken") || query.get("$deltatoken") || null;
  if (token !== null && token !== "latest") {
    const state = readToken(token, stateSchema);
    if (!state) return badRequest("Badly formed token.");
    return isExpired(request, state) ? resyncRequired(request) : continueRound(request, state);
  }
  const selected = readUserSelect(request);
  const { size, refusal } = readPageSize(request, request.simulator.settings.graphDeltaPageSize);
  if (selected.refusal ?? refusal) return selected.refusal ?? refusal ?? badRequest("");
  const { position } = directory;
  const base = { epoch: directory.epoch, at: request.nowMs, names: [...selected.names], size: size ?? 1 };
  const state = { ...base, since: position, reached: position };
  return continueRound(request, token === "latest" ? state : { ...state, index: 0 });
}

function continueRound(request: GraphRequest, state: State): Answer {
  if (request.simulator.settings.graphEmptyPages && !state.wasEmpty) {
    return answerRound(request, [], { ...state, wasEmpty: true }, false);
  }
  return state.index === undefined ? tellChanges(request, state) : tellEverybody(request, state, state.index);
}

function tellEverybody(request: GraphRequest, state: State, index: number): Answer {
  const { people } = request.simulator.tenant;
  const page: Person[] = [];
  let at = index;
  for (; at < people.length && page.length < state.size; at += 1) {
    const person = people[at];
    if (person && !person.isDeleted) page.push(person);
  }
  const value = page.map((person) => viewUser(person, state.names, never));
  // What changes while somebody pages is in the log after `since`: the next round tells it, perhaps once more.
  const isLast = at >= people.length;
  const { index: _, ...rest } = state;
  return answerRound(request, value, isLast ? rest : { ...rest, index: at }, isLast);
}

function tellChanges(request: GraphRequest, state: State): Answer {
  const { directory } = request.simulator.tenant;
  const { people, position } = directory.changedAfter(state.reached, state.size);
  const isMinimal = /return=minimal/i.test(request.headers.prefer ?? "");
  const value = people.map((person) => viewChange(request, person, state, isMinimal));
  const isLast = position >= directory.position;
  return answerRound(request, value, { ...state, since: isLast ? position : state.since, reached: position }, isLast);
}

function never(): boolean {
  return false;
}

function viewChange({ simulator }: GraphRequest, person: Person, state: State, isMinimal: boolean): unknown {
  if (person.isDeleted) return { id: person.objectId, "@removed": { reason: "changed" } };
  const properties = simulator.tenant.directory.propertiesChangedAfter(person, state.since);
  const changed = new Set([...properties].flatMap(graphNameOf));
  const names = isMinimal && !changed.has("created")
    ? state.names.filter((name) => name === "id" || changed.has(name))
    : state.names;
  // A property that never had a value is left out; one that has just lost it is null.
  return viewUser(person, names, (name) => changed.has(name));
}

function answerRound(request: GraphRequest, value: readonly unknown[], state: State, isLast: boolean): Answer {
  const token = makeToken({ ...state, at: request.nowMs, wasEmpty: value.length === 0 && !isLast });
  const link = isLast
    ? { "@odata.deltaLink": linkTo(request, { $deltatoken: token }, false) }
    : { "@odata.nextLink": linkTo(request, { $skiptoken: token }, false) };
  return json(200, { "@odata.context": contextOf(request), ...link, value });
}

function isExpired({ simulator, nowMs }: GraphRequest, state: State): boolean {
  const { settings, tenant } = simulator;
  return state.epoch !== tenant.directory.epoch || nowMs - state.at > settings.graphTokenSeconds * 1000;
}

/** Whoever gets this starts over, at the address in Location. */
function resyncRequired(request: GraphRequest): Answer {
  const code = request.simulator.settings.graphResyncCode;
  const location = `${request.baseUrl}/${request.path}?$deltatoken=`;
  return graphError(410, code, "Resync required. Any differences between local and server state are lost.", {
    Location: location,
  });
}

export function needsConsistency(): Answer {
  const message = "Request with $search query parameter only works through MSGraph with a special request header: "
    + "'ConsistencyLevel: eventual'";
  return graphError(400, "Request_UnsupportedQuery", message);
}

function readUserSelect({ call }: GraphRequest) {
  return readSelect(call.query.get("$select"), USER_PROPERTIES, USER_DEFAULTS);
}

function listOf<T>(text: string | null, parse: (text: string) => T): T[] {
  return text === null ? [] : [parse(text)];
}
