// POST /api/messages: from a Request to a Response, for Next and for tests alike. In order: room, headers, token, size, JSON,
// shape, gate, turn. Nothing an outsider sends gets further than its first flaw, and none of it is answered with a 500. Who is
// not let in is told nothing but that.
import { type Env, env } from "@/lib/env";
import { log } from "@/lib/log";
import { type RefusalReason, refusals } from "@/lib/refusal-log";
import { db } from "@/lib/store/db";

import { parseActivity } from "./activity";
import { createTurnRunner, type InvokeAnswer, type RunTurn } from "./adapter";
import { type Bot, runBot } from "./bot";
import { CLOUDS } from "./clouds";
import { connectorFromEnv } from "./connector";
import { type GateRules, refuse, refuseBearer } from "./gate";
import { readJsonBody } from "./read-body";
import { secretKeyFromEnv } from "./sender";
import { createSigningKeys } from "./signing-keys";
import { createTokenCheck, type TokenCheck } from "./token-check";

export const MAX_BODY_BYTES = 256 * 1024;
/** Teams' own come at once. */
const BODY_WITHIN_MS = 5_000;
/** Teams' own are about 3 KB. */
export const MAX_HEADER_BYTES = 8 * 1024;
/** Teams sends again what was answered 503; a flood is turned away before it takes memory. */
export const MAX_IN_FLIGHT = 100;
/** Replies are few beside the engine's sends, which have their own sockets. */
const REPLY_CONNECTIONS = 8;

export type RequestHandlerOptions = {
  bot: Bot;
  rules: GateRules;
  /** Undefined only while BOT_AUTH is off. */
  checkToken: TokenCheck | undefined;
  runTurn?: RunTurn;
  bodyWithinMs?: number;
};

let shared: ((request: Request) => Promise<Response>) | undefined;

/** The handler of this process, made from the settings on first use. */
export function handleBotRequest(request: Request): Promise<Response> {
  shared ??= createRequestHandler(optionsFromEnv());
  return shared(request);
}

/** Throws when tokens are to be checked and nothing is there to check them with. */
export function createRequestHandler(
  { bot, rules, checkToken, runTurn = createTurnRunner(), bodyWithinMs = BODY_WITHIN_MS }: RequestHandlerOptions,
) {
  if (rules.botAuth && !checkToken) throw new Error("BOT_AUTH is on, and tokens cannot be checked.");
  let inFlight = 0;
  return async (request: Request): Promise<Response> => {
    if (inFlight >= MAX_IN_FLIGHT) {
      note(503, "BOT_BUSY");
      return problem(503, "UNAVAILABLE", "Too many requests at once.", { "retry-after": "1" });
    }
    inFlight += 1;
    try {
      return await handle(request);
    } finally {
      inFlight -= 1;
    }
  };

  async function handle(request: Request): Promise<Response> {
    if (headerBytes(request) > MAX_HEADER_BYTES) {
      note(431, "BOT_HEADERS");
      return problem(431, "TOO_LARGE", "The headers are at most 8 KB.");
    }
    const authorization = request.headers.get("authorization");
    const unlikely = refuseBearer(authorization, rules, Date.now());
    if (unlikely) return refused(unlikely.status, `BOT_${unlikely.code}`);
    try {
      const verdict = rules.botAuth ? await checkToken?.(authorization) : "GOOD";
      if (verdict === "UNCHECKED") {
        note(503, "BOT_UNCHECKED", { isOurs: true });
        return problem(503, "UNAVAILABLE", "The token cannot be checked at the moment.");
      }
      return verdict === "GOOD" ? await handleTrusted(request, authorization) : refused(401, "BOT_SIGNATURE");
    } catch (error) {
      // Ours, not theirs. Teams tries events again that were answered so.
      log.error("bot-failed", { error });
      return problem(500, "INTERNAL", "Something went wrong.");
    }
  }

  /** Whoever brings a token of Teams for this bot. */
  async function handleTrusted(request: Request, authorization: string | null): Promise<Response> {
    const read = await readJsonBody(request, MAX_BODY_BYTES, AbortSignal.timeout(bodyWithinMs));
    if (read === "TOO_SLOW") {
      note(408, "BOT_SLOW");
      return problem(408, "TOO_SLOW", "The body took too long.");
    }
    if (read === "TOO_LARGE") {
      note(413, "BOT_TOO_LARGE");
      return problem(413, "TOO_LARGE", "An activity is at most 256 KB.");
    }
    if (read === "NOT_JSON") return problem(400, "BAD_INPUT", "The body is not JSON.");

    const parsed = parseActivity(read.body, new Date());
    if ("issues" in parsed) return problem(400, "BAD_INPUT", "The body is not an activity.", {}, parsed.issues);
    const { activity } = parsed;

    const refusal = refuse(activity, authorization, rules);
    if (refusal) return refused(refusal.status, `BOT_${refusal.code}`);
    try {
      return respond(await runTurn(activity, () => runBot(bot, activity)));
    } catch (error) {
      // Ours, not theirs. Teams tries events again that were answered so.
      log.error("bot-failed", { kind: activity.type, event: activity.channelData?.eventType, error });
      return problem(500, "INTERNAL", "Something went wrong.");
    }
  }
}

function refused(status: 401 | 403, reason: RefusalReason): Response {
  note(status, reason);
  return new Response(null, { status });
}

/** Nothing of the activity is believed yet, so nothing of it is written down. */
function note(status: number, reason: RefusalReason, whose: { isOurs?: boolean } = {}): void {
  refusals().note({ reason, status, route: "POST /api/messages", ...whose });
}

function headerBytes(request: Request): number {
  let bytes = 0;
  for (const [name, value] of request.headers) bytes += name.length + value.length + 4;
  return bytes;
}

function respond(answer: InvokeAnswer | undefined): Response {
  if (answer?.body === undefined) return new Response(null, { status: answer?.status ?? 200 });
  return Response.json(answer.body, { status: answer.status });
}

type Issue = { path: string; message: string };

function problem(
  status: number, code: string, detail: string, headers: Record<string, string> = {}, issues?: Issue[],
): Response {
  const body = { type: "about:blank", title: detail, status, code, detail, ...(issues ? { issues } : {}) };
  return Response.json(body, { status, headers: { ...headers, "content-type": "application/problem+json" } });
}

function tokenCheck({ TEAMS_CLOUD, BOT_METADATA_URL }: Env, { issuer, appId }: GateRules): TokenCheck {
  const metadataUrl = BOT_METADATA_URL ?? CLOUDS[TEAMS_CLOUD].metadataUrl;
  return createTokenCheck(createSigningKeys({ metadataUrl }), { issuer, audience: appId });
}

function optionsFromEnv(): RequestHandlerOptions {
  const settings = env();
  const bot = {
    db: db(),
    connector: connectorFromEnv(REPLY_CONNECTIONS),
    secretKey: secretKeyFromEnv(),
    previousKeys: env().SECRET_KEY_PREVIOUS,
    ratePerSecond: settings.SEND_RATE_PER_SECOND,
    appUrl: settings.APP_URL,
  };
  const rules = {
    botAuth: settings.BOT_AUTH,
    extraOrigins: settings.EXTRA_SERVICE_URLS,
    cloud: settings.TEAMS_CLOUD,
    allowedTenants: settings.ALLOWED_TENANTS,
    appId: settings.BOT_APP_ID ?? "",
    issuer: CLOUDS[settings.TEAMS_CLOUD].issuer,
  };
  return { bot, rules, checkToken: settings.BOT_AUTH ? tokenCheck(settings, rules) : undefined };
}
