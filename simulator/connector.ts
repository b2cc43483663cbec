// The gate in front of the Connector, in the order in which a request meets it: is it a call at all, is it too big, has
// it a token, do the limits admit it, does a fault strike; then it is performed. A fault that strikes "after accept"
// performs the call first, which is exactly what makes such failures hard for a sender.
import { type Answer, refuse } from "./answers";
import { type ConnectorCall, readConnectorCall } from "./connector-calls";
import { faultAnswer } from "./faults";
import { createSchema, performCall } from "./perform-call";
import { readJson } from "./read-json";
import { refuseByFault, type Reply, spoilByFault } from "./strike";
import type { Tenant } from "./tenant";

export function answerConnector(
  tenant: Tenant, method: string, target: string, authorization: string | undefined, body: string, nowMs: number,
): Reply {
  const call = readConnectorCall(method, target);
  if (!call) return { answer: refuse("NotFound") };
  const acceptedBefore = tenant.settings.logRequests ? acceptedOf(tenant, call, body) : 0;
  const reply = decide(tenant, call, authorization, body, nowMs);
  const { accident } = reply;
  const isCut = accident === "reset" || accident === "hang";
  tenant.counts.record(call.operation, isCut ? accident : reply.answer.status, nowMs);
  if (tenant.settings.logRequests) {
    const { conversationId, personId } = placeOf(tenant, call, body);
    tenant.counts.keep({
      atMs: nowMs,
      operation: call.operation,
      method,
      ...(conversationId === undefined ? {} : { conversationId }),
      ...(personId === undefined ? {} : { personId }),
      ...(isCut ? {} : { status: reply.answer.status }),
      accepted: acceptedOf(tenant, call, body) > acceptedBefore,
    });
  }
  return reply;
}

function decide(
  tenant: Tenant, call: ConnectorCall, authorization: string | undefined, body: string, nowMs: number,
): Reply {
  const { settings } = tenant;
  if (settings.requireToken && !tenant.tokens.accepts(authorization, nowMs)) {
    return { answer: refuse("Unauthorized", undefined, { "WWW-Authenticate": "Bearer" }) };
  }
  if (isTooBig(body, settings.maxActivityBytes)) return { answer: refuse("MessageSizeTooBig") };
  const hasFaults = tenant.faults.isArmed;
  const place = settings.limits || hasFaults ? placeOf(tenant, call, body) : {};
  if (settings.limits) {
    const kind = call.method === "GET" ? "read" : "send";
    const waitMs = tenant.limits.admit(kind, place.conversationId, nowMs);
    if (waitMs > 0) return { answer: tooMany(tenant, waitMs, nowMs) };
  }
  const fault = hasFaults
    ? tenant.faults.pick({ operation: call.operation, method: call.method, ...place })
    : undefined;
  const refused = fault && refuseByFault(fault, faultAnswer);
  if (refused) return refused;
  const answer = performCall(tenant, call, body, nowMs);
  return fault ? spoilByFault(fault, answer, faultAnswer) : { answer };
}

/** The conversation and person a call is about; a create names its conversation only in the body. */
function placeOf(tenant: Tenant, call: ConnectorCall, body: string): { conversationId?: string; personId?: string } {
  if (call.conversationId !== undefined) {
    const person = tenant.findChatOwner(call.conversationId);
    if (person) return { conversationId: person.conversationId, personId: person.objectId };
    // Replies in a thread and its channel share one limit here.
    return { conversationId: call.conversationId.split(";")[0] ?? "" };
  }
  if (call.operation !== "createConversation") return call.teamId === undefined ? {} : { conversationId: call.teamId };
  const parsed = createSchema.safeParse(readJson(body));
  const channelId = parsed.data?.channelData?.channel?.id;
  if (channelId !== undefined) return { conversationId: channelId };
  const person = tenant.getPerson(parsed.data?.members?.[0]?.id ?? "");
  return person ? { conversationId: person.conversationId, personId: person.objectId } : {};
}

function acceptedOf(tenant: Tenant, call: ConnectorCall, body: string): number {
  const { conversationId } = placeOf(tenant, call, body);
  return conversationId === undefined ? 0 : (tenant.chats.get(conversationId)?.accepted ?? 0);
}

function tooMany(tenant: Tenant, waitMs: number, nowMs: number): Answer {
  const { ratePerSecond, retryAfter, retryAfterSeconds } = tenant.settings;
  const seconds = retryAfterSeconds ?? Math.max(1, Math.ceil(waitMs / 1000));
  const message = `API calls quota exceeded! Maximum admitted ${ratePerSecond} per 1s.`;
  if (retryAfter === "none") return refuse("TooManyRequests", message);
  const httpDate = new Date(Math.ceil(nowMs / 1000) * 1000 + seconds * 1000).toUTCString();
  return refuse("TooManyRequests", message, { "Retry-After": retryAfter === "seconds" ? String(seconds) : httpDate });
}

/** Teams counts UTF-16 and leaves base64 images out. Most bodies are small enough not to need counting. */
function isTooBig(body: string, maxBytes: number): boolean {
  if (body.length * 2 <= maxBytes) return false;
  return body.replace(/data:image\/[a-z+]+;base64,[A-Za-z0-9+/=]*/g, "").length * 2 > maxBytes;
}
