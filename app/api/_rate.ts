// How often one person or API key may knock at the door in a minute. Counted in this process, after it is known who asks: a
// stranger is refused before and leaves nothing behind to count. Limits of sending to Teams are elsewhere (send-slots.ts).
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

import type { ConsoleActor } from "./_actor";

const MINUTE_S = 60;

/** Throws TOO_MANY. `limiter` is one that a test hands over. */
export async function assertWithinRate(actor: ConsoleActor, limiter = shared()): Promise<void> {
  try {
    await limiter.consume(`${actor.kind} ${actor.id}`);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    const whose = actor.kind === "API_KEY" ? "This API key" : "Your sign-in";
    const message = `${whose} may ask ${limiter.points} times a minute. Try again in ${retryAfterSeconds} seconds.`;
    throw new AppError("TOO_MANY", message, { retryAfterSeconds, refusal: { reason: "RATE" } });
  }
}

export function makeLimiter(requestsPerMinute: number): RateLimiterMemory {
  return new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_S });
}

// Next may give routes instances of a module each; there is one count for all of them.
const here = globalThis as { heraldRequestRate?: RateLimiterMemory };

function shared(): RateLimiterMemory {
  return (here.heraldRequestRate ??= makeLimiter(env().REQUESTS_PER_MINUTE));
}
