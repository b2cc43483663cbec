// A worker kills itself at every point where the order of things matters: one broadcast a point, then all points in one
// broadcast that allows a second try.
import type { Finding, Injection } from "./finding";
import { forgetConversations, openFaultHouse } from "./house";
import { KILL_POINTS, type KillPoint } from "./kill-points";
import type { Scale } from "./kill-twenty";
import { countCaught, watchResume } from "./look";
import { boundOf, playScene, type Scene } from "./scene";

const WITHOUT_CONVERSATION = 0.3;

export async function killAtPoints({ people = 2_000, ratePerSecond = 400 }: Scale): Promise<Finding[]> {
  const house = await openFaultHouse({ people, ratePerSecond });
  const findings: Finding[] = [];
  try {
    for (const point of KILL_POINTS) {
      await forgetConversations(house, WITHOUT_CONVERSATION);
      const inject = (scene: Scene): Promise<Injection> => killAt(scene, [point]);
      findings.push(await playScene(house, { name: `killpoints ${point}`, workers: 0, inject }));
    }
    await forgetConversations(house, WITHOUT_CONVERSATION);
    const inject = (scene: Scene): Promise<Injection> => killAt(scene, KILL_POINTS);
    findings.push(await playScene(house, { name: "killpoints all", policy: "RETRY", workers: 0, inject }));
    return findings;
  } finally {
    await house.close();
  }
}

/** The dying ones work alone, so that each of them meets its point; then a healthy worker takes over. */
async function killAt(scene: Scene, points: readonly KillPoint[]): Promise<Injection> {
  const { house, broadcastId } = scene;
  const deaths = points.map(async (point) => {
    const { process: child, ended } = scene.startWorker({ program: ["faults/dying-worker.ts", point] });
    const end = await ended;
    if (end !== "SIGKILL") throw new Error(`The worker that should die ${point} ended with ${end}.`);
    return { pid: child.pid ?? 0, caught: await countCaught(house.db, child.pid ?? 0) };
  });
  const counts = (await Promise.all(deaths)).map(({ caught }) => caught);
  const resumed = watchResume(house.db, broadcastId, scene.leaseMs);
  scene.startWorker();
  return {
    what: points.length === 1 ? "one death" : `${points.length} deaths`,
    explained: counts.reduce((all, count) => all + count, 0),
    worstCaught: { count: Math.max(...counts), bound: boundOf(house) },
    resumedMs: [await resumed],
  };
}
