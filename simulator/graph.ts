// The gate in front of Graph, in the order in which a request meets it: is it a call at all, has it a token of Graph's,
// do the limits admit it, were its permissions consented to, does a fault strike; then it is performed. The parts of a
// batch pass the same gate one by one.
import type { Answer } from "./answers";
import type { Fault } from "./faults";
import { graphError, INSTALL_FAILURES, UnsupportedQuery } from "./graph-answers";
import {
  getInstallChat, getUserInstall, installForUser, installInTeam, listCatalogApps, listTeamInstalls, listUserInstalls,
  removeUserInstall,
} from "./graph-apps";
import { answerBatch } from "./graph-batch";
import { costOf, readGraphCall, rolesFor } from "./graph-calls";
import { getGroup, listGroups, listMembers } from "./graph-groups";
import type { GraphHeaders, GraphRequest } from "./graph-request";
import { deltaUsers, getUser, listLicenses, listUsers } from "./graph-users";
import type { Simulator } from "./simulator";
import { refuseByFault, type Reply, spoilByFault } from "./strike";

export type GraphArrival = { method: string; target: string; headers: GraphHeaders; body: string; host: string };

export async function answerGraph(simulator: Simulator, arrival: GraphArrival, nowMs: number): Promise<Reply> {
  const { method, headers, body } = arrival;
  const version = /^v1\.0\//.exec(arrival.target)?.[0];
  const target = arrival.target.slice(version?.length ?? 0);
  const call = version === undefined ? undefined : readGraphCall(method, target);
  if (!call) return { answer: graphError(400, "BadRequest", `Resource not found for the segment '${target.split("?")[0]}'.`) };
  const baseUrl = `http://${arrival.host}/graph/v1.0`;
  const request = { simulator, call, headers, body, baseUrl, path: target.split("?")[0] ?? "", nowMs };
  const reply = await decide(request);
  const isCut = reply.accident === "reset" || reply.accident === "hang";
  simulator.tenant.counts.graph.record(call.operation, isCut ? reply.accident ?? "" : reply.answer.status);
  return reply;
}

async function decide(request: GraphRequest): Promise<Reply> {
  const { simulator, call, headers, nowMs } = request;
  const { tenant, settings } = simulator;
  if (settings.graphRequireToken && !tenant.tokens.accepts(headers.authorization, nowMs, "graph")) {
    return { answer: unauthorized(headers.authorization) };
  }
  if (settings.limits && settings.graphLimits) {
    const waitMs = tenant.graphLimits.admit(costOf(call), nowMs);
    if (waitMs > 0) return { answer: tooMany(request, waitMs) };
  }
  const refusal = refuseRoles(request);
  if (refusal) return { answer: refusal };
  const person = call.id === "" ? undefined : tenant.findAccount(call.id);
  const fault = tenant.faults.isArmed
    ? tenant.faults.pick({ operation: call.operation, method: call.method, personId: person?.objectId })
    : undefined;
  const refused = fault && refuseByFault(fault, graphFaultAnswer);
  if (refused) return refused;
  const answer = await performSafely(request);
  return fault ? spoilByFault(fault, answer, graphFaultAnswer) : { answer };
}

async function performSafely(request: GraphRequest): Promise<Answer> {
  try {
    return await perform(request);
  } catch (error) {
    if (error instanceof UnsupportedQuery) return graphError(400, "Request_UnsupportedQuery", error.message);
    throw error;
  }
}

function perform(request: GraphRequest): Answer | Promise<Answer> {
  switch (request.call.operation) {
    case "listUsers": return listUsers(request);
    case "getUser": return getUser(request);
    case "deltaUsers": return deltaUsers(request);
    case "listLicenses": return listLicenses(request);
    case "listGroups": return listGroups(request);
    case "getGroup": return getGroup(request);
    case "listMembers": return listMembers(request);
    case "listTransitiveMembers": return listMembers(request);
    case "listCatalogApps": return listCatalogApps(request);
    case "installForUser": return installForUser(request);
    case "listUserInstalls": return listUserInstalls(request);
    case "getUserInstall": return getUserInstall(request);
    case "removeUserInstall": return removeUserInstall(request);
    case "getInstallChat": return getInstallChat(request);
    case "installInTeam": return installInTeam(request);
    case "listTeamInstalls": return listTeamInstalls(request);
    case "batch": return answerBatch(request, answerGraph);
    default: return request.call.operation satisfies never;
  }
}

function refuseRoles({ simulator, call, headers, nowMs }: GraphRequest): Answer | undefined {
  const { tenant, settings } = simulator;
  const wanted = rolesFor(call.operation);
  const granted = settings.graphRequireToken ? tenant.tokens.rolesOf(headers.authorization, nowMs) : settings.graphRoles;
  if (wanted.length === 0 || wanted.some((role) => granted.includes(role))) return undefined;
  if (/^(users|groups)/.test(call.operation) || costOf(call).kind === "directory") {
    return graphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  }
  const message = `Missing role permissions on the request. API requires one of '${wanted.join(", ")}'. `
    + `Roles on the request '${granted.join(", ")}'.`;
  return graphError(403, "Forbidden", message);
}

/** A fault of Graph's speaks Graph's language; one that names a failure of installing has its words. */
function graphFaultAnswer(fault: Fault): Answer {
  const known = fault.failure === undefined ? undefined : INSTALL_FAILURES[fault.failure];
  const status = fault.status ?? known?.status ?? 500;
  const code = fault.code ?? known?.code ?? (status === 503 ? "serviceNotAvailable" : "InternalServerError");
  const headers = fault.retryAfter === undefined ? undefined : { "Retry-After": String(fault.retryAfter) };
  return graphError(status, code, fault.message ?? known?.message ?? "Something failed.", headers);
}

function tooMany({ simulator }: GraphRequest, waitMs: number): Answer {
  const seconds = String(Math.max(1, Math.ceil(waitMs / 1000)));
  const headers = simulator.settings.graphRetryAfter === "none" ? undefined : { "Retry-After": seconds };
  return graphError(429, "TooManyRequests", "Too many requests.", headers);
}

function unauthorized(authorization: string | undefined): Answer {
  const message = authorization === undefined ? "Access token is empty." : "Lifetime validation failed, the token is expired.";
  return graphError(401, "InvalidAuthenticationToken", message, { "WWW-Authenticate": "Bearer" });
}
