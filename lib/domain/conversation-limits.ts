// Teams' limits for one conversation: 7 requests in 1 s, 8 in 2 s, 60 in 30 s, 1800 in an hour (Microsoft: "Optimize your
// bot: rate limiting"). One broadcast reaches a conversation once, so this matters only when many meet in one chat; then
// the message waits a moment, instead of a 429 that would rest the whole tenant. Channels and group chats, where many do meet,
// are counted for all processes together (lib/store/place-requests.ts); persons here, in each process by itself.

/** Teams counts when requests arrive: the first may have been slow on its way, and the one that waited for it fast. */
const JITTER_MS = 250;

export const CONVERSATION_WINDOWS = [
  { requests: 7, windowMs: 1_000 + JITTER_MS },
  { requests: 8, windowMs: 2_000 + JITTER_MS },
  { requests: 60, windowMs: 30_000 + JITTER_MS },
  { requests: 1_800, windowMs: 3_600_000 + JITTER_MS },
] as const;

export const LONGEST_WINDOW_MS = 3_600_000 + JITTER_MS;
/**
 * Nearly everybody got one message and gets no second one soon: whoever had fewer than these is forgotten after a while, or a
 * million conversations would be remembered for an hour. Of that hour's 1 800 at most 840 can be forgotten so.
 */
const QUIET_REQUESTS = 8;
const QUIET_MS = 30_000;
const SWEEP_EVERY_MS = 10_000;

export type ConversationLimits = {
  /** Counts a request at `nowMs` and returns 0, or the milliseconds to wait before it may be made, uncounted. */
  take(conversationId: string, nowMs: number): number;
};

export function createConversationLimits(): ConversationLimits {
  const requests = new Map<string, number[]>();
  let sweptAt = -Infinity;

  function sweep(nowMs: number): void {
    if (nowMs - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = nowMs;
    for (const [id, times] of requests) {
      const quiet = times.length < QUIET_REQUESTS ? QUIET_MS : LONGEST_WINDOW_MS;
      if (nowMs - (times.at(-1) ?? -Infinity) > quiet) requests.delete(id);
    }
  }

  return {
    take: (conversationId, nowMs) => {
      sweep(nowMs);
      const times = requests.get(conversationId) ?? [];
      const waitMs = waitOf(times, nowMs);
      if (waitMs > 0) return waitMs;
      const recent = times.length > 1_800 ? times.slice(-1_800) : times;
      recent.push(nowMs);
      requests.set(conversationId, recent);
      return 0;
    },
  };
}

function waitOf(times: readonly number[], nowMs: number): number {
  const waits = CONVERSATION_WINDOWS.map(({ requests, windowMs }) => {
    const oldest = times.at(-requests);
    return oldest === undefined ? 0 : oldest + windowMs - nowMs;
  });
  return Math.max(0, ...waits);
}
