// The wall clocks of both workers jump an hour forward, an hour back behind the truth, and home again, while Teams
// throttles with HTTP dates: what a clock could break if deadlines were taken from it.
import { setTimeout as wait } from "node:timers/promises";

import { control } from "@/bench/house";

import type { Finding } from "./finding";
import { openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { watchResume } from "./look";
import { playScene } from "./scene";

const STEPS = 3;
const BETWEEN_STEPS_MS = 3_000;
/** Teams admits a little less than the workers are set to, so that some requests are refused with a date. */
const ADMITTED = 0.9;

export async function stepClocks({ people = 10_000, ratePerSecond = 400 }: Scale): Promise<Finding[]> {
  const house = await openFaultHouse({
    people,
    ratePerSecond,
    settings: { limits: true, ratePerSecond: ratePerSecond * ADMITTED, burst: 20, retryAfter: "http-date" },
  });
  try {
    const finding = await playScene(house, {
      name: "clock",
      worker: { preload: ["./faults/step-clock.ts"] },
      inject: async (scene) => {
        const resumedMs: number[] = [];
        for (let step = 1; step <= STEPS; step += 1) {
          await scene.untilDone(step / (STEPS + 2));
          for (const { process: worker } of scene.workers.values()) worker.kill("SIGUSR2");
          resumedMs.push(await watchResume(house.db, scene.broadcastId, scene.leaseMs));
          await wait(BETWEEN_STEPS_MS);
        }
        const { refused429 } = await control<{ refused429: number }>(house, "counts");
        return { what: `steps of +1 h, -2 h, +1 h; ${refused429} answers 429 with a date`, explained: 0, resumedMs };
      },
    });
    return [finding];
  } finally {
    await house.close();
  }
}
