// POST /api/messages: from a Request to a Response, for Next and for tests alike. In order: size, JSON, shape, gate, token,
// turn. Nothing an outsider sends gets further than its first flaw, and none of it is answered with a 500.
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { db } from "@/lib/store/db";

import { parseActivity } from "./activity";
import { createGatekeeper, type Gatekeeper, type InvokeAnswer } from "./adapter";
import { type Bot, runBot } from "./bot";
import { CLOUDS } from "./clouds";
import { connectorFromEnv } from "./connector";
import { type GateRules, refuse } from "./gate";
import { readJsonBody } from "./read-body";
import { secretKeyFromEnv } from "./sender";

export const MAX_BODY_BYTES = 256 * 1024;
/** Replies are few beside the engine's sends, which have their own sockets. */
const REPLY_CONNECTIONS = 8;

export type RequestHandlerOptions = { bot: Bot; gatekeeper: Gatekeeper; rules: GateRules };

let shared: ((request: Request) => Promise<Response>) | undefined;

/** The handler of this process, made from the settings on first use. */
export function handleBotRequest(request: Request): Promise<Response> {
  shared ??= createRequestHandler(optionsFromEnv());
  return shared(request);
}

export function createRequestHandler({ bot, gatekeeper, rules }: RequestHandlerOptions) {
  return async (request: Request): Promise<Response> => {
    const read = await readJsonBody(request, MAX_BODY_BYTES);
    if (read === "TOO_LARGE") return problem(413, "TOO_LARGE", "An activity is at most 256 KB.");
    if (read === "NOT_JSON") return problem(400, "BAD_INPUT", "The body is not JSON.");

    const now = new Date();
    const parsed = parseActivity(read.body, now);
    if ("issues" in parsed) return problem(400, "BAD_INPUT", "The body is not an activity.", parsed.issues);
    const { activity } = parsed;

    const authorization = request.headers.get("authorization");
    const refusal = refuse(activity, authorization, rules, now.getTime());
    if (refusal) {
      log.warn("bot-refused", { status: refusal.status, reason: refusal.code, kind: activity.type });
      return problem(refusal.status, refusal.code, refusal.detail);
    }
    try {
      const answer = await gatekeeper.process(authorization, activity, () => runBot(bot, activity));
      if (answer === "REFUSED") return problem(401, "UNAUTHENTICATED", "The token is not valid.");
      if (answer === "UNCHECKED") return problem(503, "UNAVAILABLE", "The token cannot be checked at the moment.");
      return respond(answer);
    } catch (error) {
      // Ours, not theirs. Teams tries events again that were answered so.
      log.error("bot-failed", { kind: activity.type, event: activity.channelData?.eventType, error });
      return problem(500, "INTERNAL", "Something went wrong.");
    }
  };
}

function respond(answer: InvokeAnswer | undefined): Response {
  if (answer?.body === undefined) return new Response(null, { status: answer?.status ?? 200 });
  return Response.json(answer.body, { status: answer.status });
}

function problem(status: number, code: string, detail: string, issues?: { path: string; message: string }[]): Response {
  const body = { type: "about:blank", title: detail, status, code, detail, ...(issues ? { issues } : {}) };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json" } });
}

function optionsFromEnv(): RequestHandlerOptions {
  const settings = env();
  const bot = {
    db: db(),
    connector: connectorFromEnv(REPLY_CONNECTIONS),
    secretKey: secretKeyFromEnv(),
    ratePerSecond: settings.SEND_RATE_PER_SECOND,
    appUrl: settings.APP_URL,
  };
  const rules = {
    botAuth: settings.BOT_AUTH,
    extraOrigins: settings.EXTRA_SERVICE_URLS,
    allowedTenants: settings.ALLOWED_TENANTS,
    appId: settings.BOT_APP_ID ?? "",
    issuer: CLOUDS[settings.TEAMS_CLOUD].issuer,
  };
  return { bot, gatekeeper: createGatekeeper(settings), rules };
}
