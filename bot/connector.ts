// The Connector of Teams: each call is answered with an Outcome. It adds the bearer token, checks the service URL at
// every call, and never throws for what Teams answers.
import type { Answer } from "@/lib/domain/outcome";
import { credentialFrom } from "@/lib/entra/credential";
import { env } from "@/lib/env";
import { parseJsonObject } from "@/lib/parse-json";

import { type Account, memberSchema } from "./activity";
import { CLOUDS } from "./clouds";
import { classify, type ConnectorCall } from "./outcomes";
import { findServicePlace, type ServiceUrlRules } from "./service-url";
import { createTokenSource, type TokenSource } from "./token";
import { createWire, type Wire, type WireAnswer, type WireMethod } from "./wire";

export type ConnectorOptions = {
  wire: Wire;
  rules: ServiceUrlRules;
  /** Undefined while BOT_AUTH is off: then no token is sought or sent. */
  tokens: TokenSource | undefined;
};

export interface Connector {
  /** Creates or finds the 1:1 conversation with `memberId`; safe to repeat. */
  createConversation(to: { serviceUrl: string; botId: string; memberId: string; tenantId: string }): Promise<Answer>;
  /** `body` is an activity as JSON. */
  postActivity(to: { serviceUrl: string; conversationId: string }, body: string): Promise<Answer>;
  /** A new post in a channel, with replies of its own below it. Like any post it is not repeatable. */
  postInChannel(to: { serviceUrl: string; channelId: string }, body: string): Promise<Answer>;
  putActivity(to: { serviceUrl: string; conversationId: string; activityId: string }, body: string): Promise<Answer>;
  deleteActivity(to: { serviceUrl: string; conversationId: string; activityId: string }): Promise<Answer>;
  /** One member as the roster tells it; null: it has no such member; undefined: Teams does not say. */
  getMember(of: { serviceUrl: string; conversationId: string; memberId: string }): Promise<Account | null | undefined>;
  /** Anything else that is only read, such as a page of a roster (see roster-calls.ts). `body` is empty unless accepted. */
  read(from: { serviceUrl: string; path: string }): Promise<{ answer: Answer; body: string }>;
  close(): Promise<void>;
}

/** A page of 500 members is about 200 KB. */
const MAX_READ_BYTES = 2 * 1024 * 1024;

export function createConnector(options: ConnectorOptions): Connector {
  const at = (conversationId: string, activityId?: string): string => {
    const path = `v3/conversations/${encodeURIComponent(conversationId)}/activities`;
    return activityId === undefined ? path : `${path}/${encodeURIComponent(activityId)}`;
  };
  return {
    createConversation: ({ serviceUrl, botId, memberId, tenantId }) =>
      send(options, "CREATE", serviceUrl, "v3/conversations", JSON.stringify({
        isGroup: false,
        bot: { id: botId },
        members: [{ id: memberId }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      })),
    postActivity: (to, body) => send(options, "POST", to.serviceUrl, at(to.conversationId), body),
    postInChannel: ({ serviceUrl, channelId }, body) => {
      const place = JSON.stringify({ channel: { id: channelId } });
      const post = `{"isGroup":true,"channelData":${place},"activity":${body}}`;
      return send(options, "CHANNEL_POST", serviceUrl, "v3/conversations", post);
    },
    putActivity: (to, body) => send(options, "PUT", to.serviceUrl, at(to.conversationId, to.activityId), body),
    deleteActivity: (to) => send(options, "DELETE", to.serviceUrl, at(to.conversationId, to.activityId)),
    getMember: async ({ serviceUrl, conversationId, memberId }) => {
      const path = `v3/conversations/${encodeURIComponent(conversationId)}/members/${encodeURIComponent(memberId)}`;
      const { answer, body } = await exchange(options, "GET", serviceUrl, path);
      const { outcome, httpStatus } = answer;
      // Teams loses sight of a conversation for a moment now and then, which says nothing of who is in it.
      if (outcome.kind === "REFUSED" && httpStatus === 404 && outcome.code !== "ConversationNotFound") return null;
      return outcome.kind === "ACCEPTED" ? memberSchema.safeParse(parseJsonObject(body)).data : undefined;
    },
    read: async ({ serviceUrl, path }) => {
      const { answer, body } = await exchange(options, "GET", serviceUrl, path);
      return { answer, body: answer.outcome.kind === "ACCEPTED" ? body : "" };
    },
    close: () => options.wire.close(),
  };
}

/** As the settings say; `connections` is the number of sockets to each origin. */
export function connectorFromEnv(connections: number): Connector {
  const { BOT_AUTH, EXTRA_SERVICE_URLS, REQUEST_TIMEOUT_MS, TEAMS_CLOUD: cloud } = env();
  const wire = createWire({ connections, timeoutMs: REQUEST_TIMEOUT_MS });
  const rules = { botAuth: BOT_AUTH, extraOrigins: EXTRA_SERVICE_URLS, cloud };
  return createConnector({ wire, rules, tokens: BOT_AUTH ? tokensFromEnv(wire) : undefined });
}

function tokensFromEnv(wire: Wire): TokenSource {
  const settings = env();
  const { BOT_APP_ID: appId, BOT_TENANT_ID: tenantId, LOGIN_URL, TEAMS_CLOUD } = settings;
  const credential = credentialFrom(settings);
  if (!appId || !tenantId || !credential) throw new Error("The settings promise these with BOT_AUTH on.");
  const { loginUrl, scope } = CLOUDS[TEAMS_CLOUD];
  return createTokenSource({ app: { loginUrl: LOGIN_URL ?? loginUrl, tenantId, appId, credential }, scope, wire });
}

const METHOD_OF: Record<ConnectorCall, WireMethod> = {
  CREATE: "POST",
  POST: "POST",
  CHANNEL_POST: "POST",
  PUT: "PUT",
  DELETE: "DELETE",
  GET: "GET",
};

async function send(...request: Parameters<typeof exchange>): Promise<Answer> {
  return (await exchange(...request)).answer;
}

async function exchange(
  { wire, rules, tokens }: ConnectorOptions,
  call: ConnectorCall,
  serviceUrl: string,
  path: string,
  body?: string,
): Promise<{ answer: Answer; body: string }> {
  const place = findServicePlace(serviceUrl, rules);
  if (!place) return unsent({ kind: "REFUSED", code: "ServiceUrlNotAllowed", scope: "RECIPIENT" });
  const token = await tokens?.get();
  if (token && "reason" in token) return unsent({ kind: "OUTAGE", reason: token.reason });
  const answer = await wire.request({
    method: METHOD_OF[call],
    origin: place.origin,
    path: place.path + path,
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(token ? { authorization: `Bearer ${token.token}` } : {}),
    },
    ...(body === undefined ? {} : { body }),
    ...(call === "GET" ? { maxBodyBytes: MAX_READ_BYTES } : {}),
  });
  if (token && answer.kind === "ANSWERED" && answer.status === 401) tokens?.refresh(token.token);
  return {
    answer: { outcome: classify(call, answer, Date.now()), ...supportFacts(answer) },
    body: answer.kind === "ANSWERED" ? answer.body : "",
  };
}

function unsent(outcome: Answer["outcome"]): { answer: Answer; body: string } {
  return { answer: { outcome, durationMs: 0 }, body: "" };
}

/** What Microsoft's support asks for. */
function supportFacts(answer: WireAnswer): Omit<Answer, "outcome"> {
  const head = answer.kind === "ANSWERED" ? answer : answer.head;
  const id = head?.headers["x-ms-correlation-id"] ?? head?.headers["ms-cv"];
  const correlationId = Array.isArray(id) ? id[0] : id;
  return {
    durationMs: answer.durationMs,
    ...(head ? { httpStatus: head.status } : {}),
    ...(correlationId ? { correlationId } : {}),
  };
}
