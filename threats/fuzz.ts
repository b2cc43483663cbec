// `npm run threats -- fuzz [REQUESTS]`: the bot's endpoint and every operation of the API are asked from their own schemas,
// validly, nearly so, and wildly. Nothing may be answered 5xx, no rejection may go unhandled, and memory stays flat: what
// is left after the garbage is collected at each fifth of the way.
import { randomUUID } from "node:crypto";
import fc from "fast-check";

import { inParallel } from "@/bench/in-parallel";
import { fuzzRequests, near } from "@/lib/testing/fuzz-requests";

import { ask, JSON_TYPE } from "./ask";
import { attempt, type Attempts } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

const AT_ONCE = 8;
const BATCH = 500;
const FIFTHS = 5;
/**
 * Next keeps 8 MiB of paths that lead to nothing (filesystem.js), at some 170 bytes each; so many all but fill it, and what is
 * measured afterwards is something else.
 */
const UNKNOWN_PATHS = 46_000;
/** From the first fifth to the end: the plans of queries that Prisma keeps, a thousand at most, and what V8 compiles. */
const MAX_GROWTH_MIB = 10;
/** In the last fifth: most of that has been there before. */
const MAX_LAST_MIB = 3;
/** Every how many-th request is one to the bot. */
const BOT_EVERY = 8;
/** And every how many-th of the rest is one of a browser. */
const SESSION_EVERY = 3;
const EVERYTHING = { tables: "ANY", teams: true } as const;

export async function fuzz(house: House, requests: number, seed = 1): Promise<Row[]> {
  const row = await attempt(house, "fuzz from the schemas", EVERYTHING, async (attempts) => {
    await inParallel(Array.from({ length: UNKNOWN_PATHS }), AT_ONCE, async () => {
      await ask(house.url, { method: "GET", path: `/api/${randomUUID()}` });
    });
    const heaps: number[] = [];
    for (let done = 0; done < requests;) {
      const count = Math.min(BATCH, requests - done);
      await fuzzBatch(house, attempts, count, seed + done);
      done += count;
      if (done >= ((heaps.length + 1) * requests) / FIFTHS) heaps.push((await house.inspector.memory()).heapMiB);
    }
    judgeHeaps(heaps, attempts);
    attempts.figure(`process ${(await house.inspector.memory()).rssMiB.toFixed(0)} MiB`);
    const unhandled = house.readLog().match(/unhandled ?rejection/gi)?.length ?? 0;
    if (unhandled > 0) attempts.fault(`${unhandled} unhandled rejections in the log`);
  });
  return [row];
}

function judgeHeaps(heaps: readonly number[], { figure, fault }: Attempts): void {
  figure(`heap ${heaps.map((mib) => mib.toFixed(1)).join(", ")} MiB at each fifth`);
  const [first = 0, last = 0, before = last] = [heaps[0], heaps.at(-1), heaps.at(-2)];
  if (last - first > MAX_GROWTH_MIB) fault(`the heap grew by ${(last - first).toFixed(1)} MiB`);
  if (last - before > MAX_LAST_MIB) fault(`the heap grew by ${(last - before).toFixed(1)} MiB in the last fifth`);
}

async function fuzzBatch(house: House, { note }: Attempts, count: number, seed: number): Promise<void> {
  const ids = await knownIds(house);
  const asked = fc.sample(fuzzRequests(ids), { numRuns: count, seed });
  const spoken = fc.sample(near(fc.constant(0).map(() => house.activity())), { numRuns: Math.ceil(count / BOT_EVERY), seed });
  const token = `Bearer ${await house.goodToken()}`;
  const key = house.key("admin");
  // Some requests end it: what is left of the batch is asked by nobody.
  const session = { ...await house.session("admin"), "sec-fetch-site": "same-origin" };
  await inParallel([...asked.entries()], AT_ONCE, async ([index, { headers, ...request }]) => {
    const ofBot = index % BOT_EVERY === 0 ? spoken[index / BOT_EVERY] : undefined;
    const sent = ofBot === undefined
      ? { ...request, headers: { ...(index % SESSION_EVERY === 0 ? session : key), ...headers } }
      : { method: "POST", path: "/api/messages", headers: { ...JSON_TYPE, authorization: token }, body: ofBot };
    const { status } = await ask(house.url, sent);
    // The status alone decides; what it was is said when it was wrong.
    const isGood = status >= 200 && (status < 500 || (status === 503 && ofBot !== undefined));
    note(JSON.stringify({ ...sent, headers }).slice(0, 400), { status }, isGood ? [status] : []);
  });
}

async function knownIds({ db }: House): Promise<string[]> {
  const take = { select: { id: true }, take: 20 } as const;
  const found = await Promise.all([
    db.broadcast.findMany(take), db.recipient.findMany(take), db.topic.findMany(take), db.audience.findMany(take),
    db.export.findMany(take),
  ]);
  return found.flat().map(({ id }) => id);
}
