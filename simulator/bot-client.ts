// Carries activities to the bot's endpoint and brings its answer back. It never throws for what the network does: no
// answer is an answer too, and Teams does not care whether the bot was there.
import type { Activity } from "./activities";
import type { Tenant } from "./tenant";

/** `status` is null when nothing came back; `body` is parsed where it is JSON. */
export type BotAnswer = { status: number | null; body?: unknown };

/** Makes the bearer token of an activity; the place to sign with a key that the bot trusts. */
export type Authorize = (activity: Activity) => Promise<string>;

const MESSAGE_TIMEOUT_MS = 15_000;

export class BotClient {
  readonly #stopping = new AbortController();

  constructor(
    readonly tenant: Tenant,
    readonly authorize?: Authorize,
  ) {}

  async send(activity: Activity): Promise<BotAnswer> {
    return this.#post(activity, MESSAGE_TIMEOUT_MS);
  }

  /** Like Teams: when no answer has come in time, the same invoke is sent once more. */
  async invoke(activity: Activity): Promise<BotAnswer> {
    const { invokeTimeoutMs } = this.tenant.settings;
    const first = await this.#post(activity, invokeTimeoutMs);
    return first.status === null ? this.#post(activity, invokeTimeoutMs) : first;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #post(activity: Activity, timeoutMs: number): Promise<BotAnswer> {
    const { bot } = this.tenant.settings;
    if (bot === null || this.#stopping.signal.aborted) return { status: null };
    const headers: Record<string, string> = { "Content-Type": "application/json; charset=utf-8" };
    if (this.authorize) headers.Authorization = `Bearer ${await this.authorize(activity)}`;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stopping.signal]);
    try {
      const response = await fetch(bot, { method: "POST", headers, body: JSON.stringify(activity), signal });
      return { status: response.status, body: parseBody(await response.text()) };
    } catch (error) {
      if (isNoAnswer(error)) return { status: null };
      throw new Error(`The activity could not be carried to ${bot}`, { cause: error });
    }
  }
}

/** fetch throws TypeError for refused and broken connections, a DOMException for timeouts and aborts. */
function isNoAnswer(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
