// Pages that anybody may ask for, over and over: rendering one must leave nothing behind on the server. It did, in the caches of
// the styles (app/_components/page-renderer.ts): a million pages, and there was no memory left.
import { inParallel } from "@/bench/in-parallel";

import { ask } from "./ask";
import { attempt } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

const PAGES: [path: string, status: number][] = [["/sign-in", 200], ["/no-such-page", 404]];
/** `warmUp`: before the heap is measured first, what is compiled and kept once. */
type Size = { warmUp: number; requests: number };
const WHOLE: Size = { warmUp: 2_000, requests: 10_000 };
const AT_ONCE = 8;
const MAX_GROWTH_MIB = 3;

export async function pages(house: House, { warmUp, requests }: Size = WHOLE): Promise<Row[]> {
  const row = await attempt(house, "3 pages over and over", {}, async ({ note, fault, figure }) => {
    const render = (count: number) => inParallel(Array.from({ length: count }, (_, n) => n), AT_ONCE, async (n) => {
      const [path, status] = PAGES[n % PAGES.length] ?? ["/", 200];
      note(path, await ask(house.url, { method: "GET", path }), [status]);
    });
    await render(warmUp);
    const before = await house.inspector.memory();
    await render(requests);
    const after = await house.inspector.memory();
    figure(`heap ${before.heapMiB.toFixed(1)} → ${after.heapMiB.toFixed(1)} MiB`);
    const grown = after.heapMiB - before.heapMiB;
    if (grown > MAX_GROWTH_MIB) fault(`the heap grew by ${grown.toFixed(1)} MiB`);
  });
  return [row];
}
