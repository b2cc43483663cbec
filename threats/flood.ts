// Ten thousand requests with tokens that differ and cannot be good, but look good until their signature is checked: the
// worst that an outsider can send. What the heap holds once the garbage is collected must not grow, and whoever has a good
// token meanwhile must not wait.
import { randomBytes, randomUUID } from "node:crypto";
import { Agent } from "node:http";

import { inParallel } from "@/bench/in-parallel";

import { ask, JSON_TYPE } from "./ask";
import { attempt } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

/** `warmUp`: before the heap is measured first, what is compiled and kept once. */
type Size = { warmUp: number; requests: number };
const WHOLE: Size = { warmUp: 2_000, requests: 10_000 };
const AT_ONCE = 16;
const MAX_GROWTH_MIB = 5;
const MAX_P99_MS = 300;
const KEY_BYTES = 256;

/** Less than the whole says nothing about times, on a machine that does much else. */
export async function flood(house: House, { warmUp, requests }: Size = WHOLE): Promise<Row[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  // The person is known already, so that the good requests write nothing either.
  const good = JSON.stringify({ ...house.activity(), type: "event", name: "none" });
  const send = (token: string): Promise<{ status: number; tookMs: number }> => ask(house.url, {
    method: "POST", path: "/api/messages", agent, headers: { ...JSON_TYPE, authorization: `Bearer ${token}` }, body: good,
  });
  const goodToken = await house.goodToken();
  const row = await attempt(house, "3 a flood of tokens", {}, async ({ note, fault, figure }) => {
    const fire = (count: number): Promise<void> => inParallel(Array.from({ length: count }, (_, n) => n), AT_ONCE, async (n) => {
      note("a token of the flood", await send(unverifiable(house, n)), [401]);
    });
    await fire(warmUp);
    const before = await house.inspector.memory();
    const times: number[] = [];
    let flooding = true;
    const goodOnes = (async () => {
      while (flooding) {
        const { status, tookMs } = await ask(house.url, {
          method: "POST", path: "/api/messages", headers: { ...JSON_TYPE, authorization: `Bearer ${goodToken}` }, body: good,
        });
        if (status !== 200) fault(`a good request was answered ${status}`);
        times.push(tookMs);
      }
    })();
    await fire(requests);
    flooding = false;
    await goodOnes;
    const after = await house.inspector.memory();
    const grown = after.heapMiB - before.heapMiB;
    const p99 = times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0;
    figure(`heap ${before.heapMiB.toFixed(1)} → ${after.heapMiB.toFixed(1)} MiB`);
    figure(`p99 of ${times.length.toLocaleString("en")} good requests ${p99.toFixed(0)} ms`);
    if (grown > MAX_GROWTH_MIB) fault(`the heap grew by ${grown.toFixed(1)} MiB`);
    if (p99 > MAX_P99_MS && requests === WHOLE.requests) fault(`the p99 of a good request was ${p99.toFixed(0)} ms`);
  });
  agent.destroy();
  return [row];
}

/** Every other one names a key that is published, the rest one that was never heard of. */
function unverifiable({ forger: { claims, keys } }: House, n: number): string {
  const kid = n % 2 === 0 ? keys.teams.kid : randomUUID();
  const payload = { ...claims, tid: randomUUID(), sub: randomUUID(), jti: String(n) };
  const [head, body] = [{ alg: "RS256", kid }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  return `${head}.${body}.${randomBytes(KEY_BYTES).toString("base64url")}`;
}
