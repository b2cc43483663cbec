// A worker is killed twenty times while it sends, and each time another one is started, as a supervisor would.
import type { Finding, Injection } from "./finding";
import { openFaultHouse } from "./house";
import { countCaught, findBusiest, patiently, progressOf, until, watchResume } from "./look";
import { boundOf, playScene, type Scene } from "./scene";

export type Scale = {
  /** How many people, where the fault does not say otherwise. */
  people?: number;
  ratePerSecond?: number;
};

const KILLS = 20;
const BUSY_PATIENCE_MS = 60_000;

export async function killTwenty({ people = 100_000, ratePerSecond = 4_000 }: Scale): Promise<Finding[]> {
  const house = await openFaultHouse({ people, ratePerSecond });
  try {
    return [await playScene(house, { name: "kill20", inject: killBusiest })];
  } finally {
    await house.close();
  }
}

async function killBusiest(scene: Scene): Promise<Injection> {
  const { house, broadcastId } = scene;
  const resumed: Promise<number>[] = [];
  const caught: Promise<number>[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await scene.untilDone(kill / (KILLS + 1));
    const pid = await findVictim(scene);
    if (pid === undefined) break;
    const victim = scene.workers.get(pid);
    victim?.process.kill("SIGKILL");
    await victim?.ended;
    caught.push(countCaught(house.db, pid));
    resumed.push(watchResume(house.db, broadcastId, scene.leaseMs));
    scene.startWorker();
  }
  const counts = await Promise.all(caught);
  return {
    what: `${counts.length} kills in mid-send`,
    explained: counts.reduce((all, count) => all + count, 0),
    worstCaught: { count: Math.max(0, ...counts), bound: boundOf(house) },
    resumedMs: await Promise.all(resumed),
  };
}

/** The worker with the most in flight; undefined once everything is sent. */
async function findVictim({ house, broadcastId, workers }: Scene): Promise<number | undefined> {
  const { pid } = await until(
    async () => ({
      pid: await findBusiest(house.db, [...workers.keys()]),
      open: (await patiently(() => progressOf(house.db, broadcastId))).open,
    }),
    (seen) => seen.pid !== undefined || seen.open === 0,
    BUSY_PATIENCE_MS,
  );
  return pid;
}
