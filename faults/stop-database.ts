// PostgreSQL is stopped without a goodbye ten times in mid-send, five times by its own immediate shutdown and five times
// by killing the postmaster, and started again each time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { dataFolder, readCluster } from "@/lib/store/embedded-cluster";
import { findOwner } from "@/lib/store/embedded-place";
import { startEmbeddedPostgres } from "@/lib/store/embedded-postgres";
import { findPrograms } from "@/lib/store/embedded-programs";

import type { Finding, Injection } from "./finding";
import { type FaultHouse, forgetConversations, openFaultHouse } from "./house";
import type { Scale } from "./kill-twenty";
import { countSending, patiently, watchResume } from "./look";
import { boundOf, playScene, type Scene } from "./scene";

const STOPS = 10;
const AWAY_MS = 1_000;
const WORKERS = 2;
const WITHOUT_CONVERSATION = 0.3;

export async function stopDatabase({ people = 20_000, ratePerSecond = 1_000 }: Scale): Promise<Finding[]> {
  const house = await openFaultHouse({ people, ratePerSecond });
  try {
    await forgetConversations(house, WITHOUT_CONVERSATION);
    return [await playScene(house, { name: "database", workers: WORKERS, inject: stopTenTimes })];
  } finally {
    await house.close();
  }
}

async function stopTenTimes(scene: Scene): Promise<Injection> {
  const { house, broadcastId } = scene;
  const resumed: Promise<number>[] = [];
  const caught: number[] = [];
  for (let stop = 1; stop <= STOPS; stop += 1) {
    await scene.untilDone(stop / (STOPS + 1));
    await (stop % 2 === 0 ? stopImmediately(house) : killPostmaster(house));
    await wait(AWAY_MS);
    await startEmbeddedPostgres(house.dataDir);
    // What was committed and not settled when the database went: the workers may still hold the answers.
    caught.push(await patiently(() => countSending(house.db)));
    resumed.push(watchResume(house.db, broadcastId, scene.leaseMs));
  }
  return {
    what: `${STOPS} immediate stops of PostgreSQL`,
    explained: caught.reduce((all, count) => all + count, 0),
    worstCaught: { count: Math.max(...caught), bound: WORKERS * boundOf(house) },
    resumedMs: await Promise.all(resumed),
  };
}

async function stopImmediately({ dataDir }: FaultHouse): Promise<void> {
  const cluster = readCluster(dataDir);
  if (!cluster) throw new Error(`There is no database in ${dataDir}.`);
  const { code, output } = await findPrograms(findOwner()).run("pg_ctl", ["stop", "-m", "immediate", "-D", dataFolder(cluster)]);
  if (code !== 0) throw new Error(`PostgreSQL did not stop: ${output}`);
}

async function killPostmaster({ dataDir }: FaultHouse): Promise<void> {
  const cluster = readCluster(dataDir);
  if (!cluster) throw new Error(`There is no database in ${dataDir}.`);
  const pid = Number.parseInt(readFileSync(join(dataFolder(cluster), "postmaster.pid"), "utf8"), 10);
  process.kill(pid, "SIGKILL");
  await wait(AWAY_MS);
}
