// The Connector answers byte by byte, and some bodies come long after their head: a head that says 201 is an acceptance,
// and an answer whose head never ends is in doubt.
import { control } from "@/bench/house";

import type { Finding } from "./finding";
import { openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { watchResume } from "./look";
import { playScene } from "./scene";
import { type SlowProxy, startSlowProxy } from "./slow-proxy";

const LATE_BODY = { kind: "slowBody", probability: 0.05, delayMs: 20_000 };

export async function slow({ people = 2_000, ratePerSecond = 200 }: Scale): Promise<Finding[]> {
  let proxy: SlowProxy | undefined;
  const between = async (simulatorUrl: string): Promise<string> => {
    proxy = await startSlowProxy(simulatorUrl);
    return proxy.origin;
  };
  const house = await openFaultHouse({ people, ratePerSecond, between });
  try {
    await control(house, "faults", { faults: [LATE_BODY] });
    const finding = await playScene(house, {
      name: "slow",
      inject: async (scene) => {
        await scene.untilDone(0.9);
        return { what: "", explained: 0, resumedMs: [await watchResume(house.db, scene.broadcastId, scene.leaseMs)] };
      },
    });
    const explained = proxy?.countGivenUp() ?? 0;
    return [{ ...finding, explained, what: `a third of the answers byte by byte, ${explained} slower than the sender's patience` }];
  } finally {
    await proxy?.close();
    await house.close();
  }
}
