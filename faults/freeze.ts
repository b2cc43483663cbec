// A worker is stopped in mid-send for twice its lease, as by a virtual machine that is moved, and then goes on as if
// nothing had happened: its late results may prove what arrived, and must not cause a second message.
import { setTimeout as wait } from "node:timers/promises";

import type { UnknownPolicy } from "@/lib/domain/broadcast";

import type { Finding, Injection } from "./finding";
import { openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { countSending, findBusiest, patiently, until, watchResume } from "./look";
import { boundOf, playScene, type Scene } from "./scene";

const POLICIES: readonly UnknownPolicy[] = ["HOLD", "RETRY"];
const BUSY_PATIENCE_MS = 60_000;
const FREEZE_AT = 0.3;

export async function freeze({ people = 20_000, ratePerSecond = 1_000 }: Scale): Promise<Finding[]> {
  const findings: Finding[] = [];
  // A latency, so that requests are on the wire when everything stops.
  const house = await openFaultHouse({ people, ratePerSecond, settings: { latencyMs: 30 } });
  try {
    for (const policy of POLICIES) findings.push(await playScene(house, { name: "freeze", policy, inject: freezeBusiest }));
    return findings;
  } finally {
    await house.close();
  }
}

async function freezeBusiest(scene: Scene): Promise<Injection> {
  const { house, broadcastId, workers, leaseMs } = scene;
  await scene.untilDone(FREEZE_AT);
  const pid = await until(
    () => findBusiest(house.db, [...workers.keys()]), (found) => found !== undefined, BUSY_PATIENCE_MS,
  );
  const victim = workers.get(pid ?? 0)?.process;
  victim?.kill("SIGSTOP");
  await wait(100);
  const caught = await patiently(() => countSending(house.db, pid));
  const resumed = watchResume(house.db, broadcastId, leaseMs);
  await wait(2 * leaseMs);
  victim?.kill("SIGCONT");
  return {
    what: `${(2 * leaseMs) / 1000} s frozen`,
    explained: caught,
    worstCaught: { count: caught, bound: boundOf(house) },
    resumedMs: [await resumed],
  };
}
