// What the Connector answers: an answer is a value, written to the socket in one place (server.ts). The error
// envelopes are the two that Teams uses: `{"error":{code,message}}`, and an older one with JSON inside a string.
export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Envelope = "new" | "old";

type Refusal = { status: number; message: string; errorCode?: number };

/** The refusals of Teams by code, with the status they come with. Old-envelope numbers where they have been seen. */
export const REFUSALS = {
  BadArgument: { status: 400, message: "Unknown attachment type or missing argument" },
  BadSyntax: { status: 400, message: "Bad format of conversation ID or of the activity" },
  Unauthorized: { status: 401, message: "Authorization has been denied for this request." },
  Forbidden: { status: 403, message: "Failed to decrypt pairwise id" },
  ConversationBlockedByUser: { status: 403, message: "User blocked the conversation with the bot." },
  MessageWritesBlocked: { status: 403, message: "Message writes are blocked for this thread.", errorCode: 209 },
  BotNotInConversationRoster: { status: 403, message: "The bot is not part of the conversation roster." },
  ForbiddenOperationException: { status: 403, message: "The bot is not installed in user's personal scope" },
  BotDisabledByAdmin: { status: 403, message: "The tenant admin disabled this bot" },
  InvalidBotApiHost: { status: 403, message: "Invalid Bot API host for this conversation" },
  ConversationNotFound: { status: 404, message: "Conversation not found." },
  ActivityNotFoundInConversation: { status: 404, message: "Activity not found in conversation." },
  NotFound: { status: 404, message: "The requested resource was not found." },
  MethodNotAllowed: { status: 405, message: "The requested resource does not support this method." },
  PreconditionFailed: { status: 412, message: "Precondition failed, please try again." },
  MessageSizeTooBig: { status: 413, message: "Message size too large." },
  TooManyRequests: { status: 429, message: "API calls quota exceeded!" },
  ServiceError: { status: 500, message: "Internal server error." },
  BadGateway: { status: 502, message: "Bad gateway." },
  ServiceUnavailable: { status: 503, message: "Service unavailable." },
  GatewayTimeout: { status: 504, message: "Gateway timeout." },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof REFUSALS;

export function json(status: number, value: unknown, headers?: Record<string, string>): Answer {
  const body = JSON.stringify(value);
  return headers ? { status, body, headers } : { status, body };
}

export function refuse(code: RefusalCode, detail?: string, headers?: Record<string, string>): Answer {
  const { status, message } = REFUSALS[code];
  return json(status, errorBody(code, detail ?? message, "new"), headers);
}

/** The body of an error. Codes that Teams has not used before pass through unchanged: the world invents them too. */
export function errorBody(code: string, message: string, envelope: Envelope): unknown {
  if (envelope === "new") return { error: { code, message } };
  const known: Refusal | undefined = isRefusalCode(code) ? REFUSALS[code] : undefined;
  return {
    errorCode: known?.errorCode ?? 209,
    message: JSON.stringify({ subCode: code, details: message, errorCode: null, errorSubCode: null }, null, 2),
  };
}

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(REFUSALS, code);
}
