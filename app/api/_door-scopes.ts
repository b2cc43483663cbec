// Which scope an API key needs at each door of the API. A door that is not here opens to no key that was narrowed, and a test
// fails for it. NONE: what any key may know, about itself.
import type { Scope } from "@/lib/domain/api-key";

export const DOOR_SCOPES: Readonly<Record<string, Scope | "NONE">> = {
  "GET /api/broadcasts": "broadcasts:read",
  "POST /api/broadcasts": "broadcasts:write",
  "GET /api/broadcasts/{id}": "broadcasts:read",
  // What is live, and sends by itself, needs broadcasts:send besides (change-draft.ts).
  "PATCH /api/broadcasts/{id}": "broadcasts:write",
  "DELETE /api/broadcasts/{id}": "broadcasts:write",
  "POST /api/broadcasts/{id}/submit": "broadcasts:send",
  // For a person alone (decide-broadcast.ts).
  "POST /api/broadcasts/{id}/decide": "broadcasts:send",
  "POST /api/broadcasts/{id}/schedule": "broadcasts:send",
  "POST /api/broadcasts/{id}/send": "broadcasts:send",
  "POST /api/broadcasts/{id}/repeat": "broadcasts:send",
  "POST /api/broadcasts/{id}/take-back": "broadcasts:send",
  "POST /api/broadcasts/{id}/pause": "broadcasts:send",
  "POST /api/broadcasts/{id}/resume": "broadcasts:send",
  "POST /api/broadcasts/{id}/cancel": "broadcasts:send",
  "POST /api/broadcasts/{id}/duplicate": "broadcasts:write",
  "POST /api/broadcasts/{id}/test": "broadcasts:send",
  "POST /api/broadcasts/{id}/resolve-unconfirmed": "broadcasts:send",
  "POST /api/broadcasts/{id}/retry-failed": "broadcasts:send",
  "GET /api/broadcasts/{id}/deliveries": "reports:read",
  "GET /api/broadcasts/{id}/runs": "broadcasts:read",
  "GET /api/recurring": "broadcasts:read",
  "GET /api/recurring/next-runs": "broadcasts:read",
  "GET /api/approval-rule": "settings:read",
  "PUT /api/approval-rule": "settings:write",
  "POST /api/audiences/estimate": "audiences:read",
  // Names one person, and why a broadcast would reach them or not.
  "POST /api/audiences/explain": "recipients:read",
  "GET /api/lists": "audiences:read",
  "POST /api/lists": "audiences:write",
  "GET /api/lists/{id}": "audiences:read",
  "DELETE /api/lists/{id}": "audiences:write",
  "GET /api/lists/{id}/flaws": "audiences:read",
  "GET /api/audiences": "audiences:read",
  "POST /api/audiences": "audiences:write",
  "GET /api/audiences/{id}": "audiences:read",
  "PUT /api/audiences/{id}": "audiences:write",
  "DELETE /api/audiences/{id}": "audiences:write",
  "GET /api/templates": "templates:read",
  "POST /api/templates": "templates:write",
  "GET /api/templates/{id}": "templates:read",
  "PUT /api/templates/{id}": "templates:write",
  "DELETE /api/templates/{id}": "templates:write",
  "GET /api/events": "events:read",
  "POST /api/events": "events:write",
  // Asking for an export of recipients needs recipients:read besides (create-export.ts).
  "GET /api/exports": "reports:read",
  "POST /api/exports": "reports:read",
  "GET /api/exports/{id}": "reports:read",
  "GET /api/exports/{id}/file": "reports:read",
  "GET /api/topics": "topics:read",
  "POST /api/topics": "topics:write",
  "GET /api/topics/{id}": "topics:read",
  "PATCH /api/topics/{id}": "topics:write",
  "DELETE /api/topics/{id}": "topics:write",
  "GET /api/recipients": "recipients:read",
  "GET /api/recipients/counts": "recipients:read",
  "GET /api/recipients/facets": "recipients:read",
  "GET /api/recipients/{id}": "recipients:read",
  "GET /api/recipients/{id}/deliveries": "recipients:read",
  "GET /api/recipients/{id}/interactions": "recipients:read",
  // Of somebody of the console it needs access:read besides (export-recipient.ts).
  "GET /api/recipients/{id}/export": "recipients:read",
  "POST /api/recipients/{id}/erase": "recipients:write",
  "GET /api/opt-outs": "recipients:read",
  "POST /api/opt-outs": "recipients:write",
  "DELETE /api/opt-outs": "recipients:write",
  "GET /api/upkeep": "settings:read",
  "POST /api/upkeep/run": "settings:write",
  "PUT /api/retention": "settings:write",
  "GET /api/send-limits": "settings:read",
  "PUT /api/send-limits": "settings:write",
  "GET /api/teams": "directory:read",
  "GET /api/teams/{id}": "directory:read",
  "POST /api/teams/{id}/read-roster": "directory:write",
  "GET /api/group-chats": "directory:read",
  "POST /api/group-chats/{id}/read-roster": "directory:write",
  "PUT /api/channels/{id}/posts": "directory:write",
  "PUT /api/group-chats/{id}/posts": "directory:write",
  "GET /api/directory": "directory:read",
  "POST /api/directory/sync": "directory:write",
  "GET /api/groups": "directory:read",
  "GET /api/groups/search": "directory:read",
  "POST /api/groups/search": "directory:write",
  "GET /api/groups/{id}": "directory:read",
  "POST /api/groups/{id}/read": "directory:write",
  "POST /api/groups/{id}/install": "directory:write",
  "POST /api/installs": "directory:write",
  "DELETE /api/installs": "directory:write",
  "GET /api/metrics": "metrics:read",
  "GET /api/audit": "audit:read",
  "GET /api/api-keys": "access:read",
  "POST /api/api-keys": "access:write",
  "PATCH /api/api-keys/{id}": "access:write",
  "DELETE /api/api-keys/{id}": "access:write",
  "POST /api/api-keys/{id}/rotate": "access:write",
  "GET /api/me": "NONE",
  "GET /api/sessions": "access:read",
  "DELETE /api/sessions/{id}": "access:write",
  "POST /api/sessions/end": "access:write",
  "GET /api/people": "access:read",
  "POST /api/people": "access:write",
  "PUT /api/people/{id}/role": "access:write",
  "DELETE /api/people/{id}/role": "access:write",
  "GET /api/people/{id}/export": "access:read",
  "POST /api/people/{id}/erase": "access:write",
  "GET /api/people/{id}/sessions": "access:read",
  "DELETE /api/people/{id}/sessions": "access:write",
};

const DOORS = Object.keys(DOOR_SCOPES).map((door) => {
  const [method = "", path = ""] = door.split(" ");
  return { door, method, parts: partsOf(path) };
});

/** The door of a request, such as `GET /api/topics/{id}`; undefined for an address that is none. */
export function doorOf(method: string, pathname: string): string | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const parts = partsOf(pathname);
  const found = DOORS.filter((one) => one.method === asked && fits(one.parts, parts));
  // A word of ours goes before an id: /api/recipients/counts is no recipient.
  return (found.find((one) => one.parts.every((part, index) => part === parts[index])) ?? found[0])?.door;
}

/** What a key needs there; undefined where no key that was narrowed may pass. */
export function neededScope(method: string, pathname: string): Scope | "NONE" | undefined {
  const door = doorOf(method, pathname);
  return door === undefined ? undefined : DOOR_SCOPES[door];
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, index) => part === "{id}" || part === parts[index]);
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}
