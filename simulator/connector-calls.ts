// Reads a Connector call from its method and path, `/v3/conversations/{id}/activities/{activityId}` and the like. It is
// on the hot path: it splits strings and makes no URL object.
import type { ConnectorOperation } from "./faults";

export type ConnectorCall = {
  readonly operation: ConnectorOperation;
  readonly method: string;
  readonly conversationId?: string;
  readonly activityId?: string;
  readonly memberId?: string;
  readonly teamId?: string;
  readonly query: string;
};

/** `target` starts after the service URL: `v3/…`. Undefined where Teams has no such call. */
export function readConnectorCall(method: string, target: string): ConnectorCall | undefined {
  const question = target.indexOf("?");
  const path = question < 0 ? target : target.slice(0, question);
  const query = question < 0 ? "" : target.slice(question + 1);
  const [version, collection, id, child, childId, ...rest] = path.split("/");
  if (version !== "v3" || rest.length > 0) return undefined;
  if (collection === "teams") return readTeamCall(method, id, child, query);
  if (collection !== "conversations") return undefined;
  if (!id) return method === "POST" ? { operation: "createConversation", method, query } : undefined;
  const conversationId = decode(id);
  if (conversationId === undefined) return undefined;
  if (child === "activities") return readActivityCall(method, conversationId, childId, query);
  if (method !== "GET") return undefined;
  if (child === "pagedmembers" && !childId) return { operation: "getPagedMembers", method, conversationId, query };
  if (child !== "members") return undefined;
  if (!childId) return { operation: "getMembers", method, conversationId, query };
  const memberId = decode(childId);
  return memberId === undefined ? undefined : { operation: "getMember", method, conversationId, memberId, query };
}

function readActivityCall(
  method: string, conversationId: string, encodedActivityId: string | undefined, query: string,
): ConnectorCall | undefined {
  if (!encodedActivityId) {
    return method === "POST" ? { operation: "postActivity", method, conversationId, query } : undefined;
  }
  const activityId = decode(encodedActivityId);
  if (activityId === undefined) return undefined;
  const operations: Partial<Record<string, ConnectorOperation>> = {
    POST: "replyToActivity", PUT: "updateActivity", DELETE: "deleteActivity",
  };
  const operation = operations[method];
  return operation && { operation, method, conversationId, activityId, query };
}

function readTeamCall(
  method: string, id: string | undefined, child: string | undefined, query: string,
): ConnectorCall | undefined {
  const teamId = decode(id ?? "");
  if (method !== "GET" || !teamId) return undefined;
  if (!child) return { operation: "getTeam", method, teamId, query };
  return child === "conversations" ? { operation: "getTeamConversations", method, teamId, query } : undefined;
}

function decode(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
