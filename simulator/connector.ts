// The gate in front of the Connector, in the order in which a request meets it: is it a call at all, is it too big, has
// it a token, do the limits admit it, does a fault strike; then it is performed. A fault that strikes "after accept"
// performs the call first, which is exactly what makes such failures hard for a sender.
import { type Answer, refuse } from "./answers";
import { type ConnectorCall, readConnectorCall } from "./connector-calls";
import { type Fault, faultAnswer } from "./faults";
import { createSchema, performCall } from "./perform-call";
import type { Tenant } from "./tenant";

/** An answer, and what becomes of it on its way back. */
export type Reply = { answer: Answer; accident?: "reset" | "hang" | "slowBody" | "brokenBody"; delayMs?: number };

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
  return fault ? strike(fault, () => performCall(tenant, call, body, nowMs)) : {
    answer: performCall(tenant, call, body, nowMs),
  };
}

function strike(fault: Fault, perform: () => Answer): Reply {
  switch (fault.kind) {
    case "status":
      return { answer: faultAnswer(fault) };
    case "resetBeforeAccept":
      return { answer: faultAnswer(fault), accident: "reset" };
    case "hang":
      return { answer: faultAnswer(fault), accident: "hang" };
    default:
  }
  const accepted = perform();
  // What would have been refused anyway is simply refused: only an acceptance can be followed by an accident.
  if (accepted.status >= 300) return { answer: accepted };
  switch (fault.kind) {
    case "acceptThenStatus":
      return { answer: faultAnswer(fault) };
    case "resetAfterAccept":
      return { answer: accepted, accident: "reset" };
    case "acceptThenHang":
      return { answer: accepted, accident: "hang" };
    case "slowBody":
      return { answer: accepted, accident: "slowBody", delayMs: fault.delayMs };
    case "brokenBody":
      return { answer: { ...accepted, body: '{"id":"17' }, accident: "brokenBody" };
    default:
      return fault.kind satisfies never;
  }
}

/** The conversation and person a call is about; a create names its conversation only in the body. */
function placeOf(tenant: Tenant, call: ConnectorCall, body: string): { conversationId?: string; personId?: string } {
  if (call.conversationId !== undefined) {
    const personId = tenant.getPerson(call.conversationId)?.objectId;
    // Replies in a thread and its channel share one limit here.
    const conversationId = call.conversationId.split(";")[0] ?? "";
    return personId === undefined ? { conversationId } : { conversationId, personId };
  }
  if (call.operation !== "createConversation") return call.teamId === undefined ? {} : { conversationId: call.teamId };
  const parsed = createSchema.safeParse(parseLoosely(body));
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

function parseLoosely(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
