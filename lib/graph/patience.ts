// How long Graph is waited for: 429 until its Retry-After, 5xx and broken connections after a rest that doubles. A signal
// ends any rest at once.
import { setTimeout as sleep } from "node:timers/promises";

import type { DirectoryAnswer } from "@/lib/domain/directory-port";

const MAX_TRIES = 6;
const MAX_REST_MS = 30_000;
/** Whoever asks us to wait longer in all is not waited for: the job fails with THROTTLED and comes back later. */
const MAX_THROTTLED_MS = 10 * 60_000;

/** An answer, and how long the other side asks us to wait after it. */
export type Exchange = { answer: DirectoryAnswer<unknown>; restMs?: number | undefined };

export async function callPatiently(
  exchange: () => Promise<Exchange>,
  signal: AbortSignal,
  firstRestMs: number,
): Promise<DirectoryAnswer<unknown>> {
  let throttledMs = 0;
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return stopped();
    const { answer, restMs } = await exchange();
    if (answer.ok) return answer;
    const { code } = answer.failure;
    if (code !== "THROTTLED" && code !== "UNREACHABLE") return answer;
    const rest = restMs ?? backoff(firstRestMs, tries);
    if (code === "THROTTLED") throttledMs += rest;
    // Being asked to wait is no failed try; yet a service that only ever says so is left for later.
    if (throttledMs > MAX_THROTTLED_MS || (code === "UNREACHABLE" && tries >= MAX_TRIES)) return answer;
    if (!(await rested(rest, signal))) return stopped();
  }
}

/** Doubles, with up to a half less, so that several processes do not come back together. */
function backoff(firstRestMs: number, tries: number): number {
  return Math.min(firstRestMs * 2 ** (tries - 1), MAX_REST_MS) * (1 - Math.random() / 2);
}

/** False when the signal ended the rest. */
async function rested(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, true, { signal }).catch((error: unknown) => {
    if (signal.aborted) return false;
    throw error;
  });
}

export function stopped(): DirectoryAnswer<never> {
  return { ok: false, failure: { code: "STOPPED" } };
}
