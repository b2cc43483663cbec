// Teams' rate limits (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit): one token bucket for
// the app in the tenant, shared by every call, and sliding windows for each conversation. A refused request costs
// nothing. Time comes from outside in milliseconds, so that the limits can be tested without waiting.
export type Window = { readonly limit: number; readonly lengthMs: number };

export const SEND_WINDOWS: readonly Window[] = windows(7, 8, 60, 1800);
export const READ_WINDOWS: readonly Window[] = windows(14, 16, 120, 3600);

export class Limits {
  readonly #bucket: TokenBucket;
  readonly #sends = new Map<string, SlidingWindows>();
  readonly #reads = new Map<string, SlidingWindows>();

  constructor(ratePerSecond: number, burst: number) {
    this.#bucket = new TokenBucket(ratePerSecond, burst);
  }

  /** Milliseconds until the request would be admitted; 0 admits it, and only then is it counted. */
  admit(kind: "send" | "read", conversationId: string | undefined, nowMs: number): number {
    const perConversation = conversationId === undefined ? undefined : this.#windowsOf(kind, conversationId);
    const conversationWaitMs = perConversation?.waitMs(nowMs) ?? 0;
    if (conversationWaitMs > 0) return conversationWaitMs;
    const tenantWaitMs = this.#bucket.take(nowMs);
    if (tenantWaitMs > 0) return tenantWaitMs;
    perConversation?.count(nowMs);
    return 0;
  }

  setRate(ratePerSecond: number, burst: number): void {
    this.#bucket.setRate(ratePerSecond, burst);
  }

  #windowsOf(kind: "send" | "read", conversationId: string): SlidingWindows {
    const known = kind === "send" ? this.#sends : this.#reads;
    const existing = known.get(conversationId);
    if (existing) return existing;
    const created = new SlidingWindows(kind === "send" ? SEND_WINDOWS : READ_WINDOWS);
    known.set(conversationId, created);
    return created;
  }
}

export class TokenBucket {
  #ratePerSecond: number;
  #burst: number;
  #tokens: number;
  #filledAtMs: number | undefined;

  constructor(ratePerSecond: number, burst: number) {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Takes tokens and returns 0, or takes nothing and returns in how many milliseconds there will be as many. */
  take(nowMs: number, wanted = 1): number {
    const elapsedMs = Math.max(0, nowMs - (this.#filledAtMs ?? nowMs));
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsedMs * this.#ratePerSecond) / 1000);
    this.#filledAtMs = nowMs;
    // Sums of fractions fall a hair short of a whole token; without the tolerance an exact pace would be refused.
    if (this.#tokens >= wanted - 1e-6) {
      this.#tokens -= wanted;
      return 0;
    }
    return ((wanted - this.#tokens) * 1000) / this.#ratePerSecond;
  }

  setRate(ratePerSecond: number, burst: number): void {
    this.#ratePerSecond = ratePerSecond;
    this.#burst = burst;
    this.#tokens = Math.min(this.#tokens, burst);
  }
}

export class SlidingWindows {
  readonly #windows: readonly Window[];
  readonly #longest: Window;
  #times: number[] = [];

  constructor(limits: readonly Window[]) {
    this.#windows = limits;
    this.#longest = limits.reduce((longest, window) => (window.lengthMs > longest.lengthMs ? window : longest));
  }

  waitMs(nowMs: number): number {
    let longestWaitMs = 0;
    for (const { limit, lengthMs } of this.#windows) {
      // The window is full when the request that came `limit` requests ago is still inside it.
      const oldest = this.#times[this.#times.length - limit];
      if (oldest !== undefined) longestWaitMs = Math.max(longestWaitMs, oldest + lengthMs - nowMs);
    }
    return longestWaitMs;
  }

  count(nowMs: number): void {
    this.#times.push(nowMs);
    if (this.#times.length > this.#longest.limit * 2) this.#times = this.#times.slice(-this.#longest.limit);
  }
}

function windows(oneSecond: number, twoSeconds: number, thirtySeconds: number, hour: number): readonly Window[] {
  return [
    { limit: oneSecond, lengthMs: 1000 },
    { limit: twoSeconds, lengthMs: 2000 },
    { limit: thirtySeconds, lengthMs: 30_000 },
    { limit: hour, lengthMs: 3_600_000 },
  ];
}
