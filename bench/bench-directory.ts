// How long a directory of a hundred thousand people takes to read, and with how many requests: the first time, after 200
// changes, and when the process that reads is killed half way and another one goes on. The workers are real processes,
// the simulated Graph keeps its limits, and requests are counted by the simulator.
import { PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { type DirectorySync, getDirectorySync } from "@/lib/store/directory-syncs";
import { getJob, requestJob } from "@/lib/store/jobs";
import { type Child, startChild } from "@/scripts/children";

import { type BenchHouse, control, openBenchHouse } from "./house";
import { promise } from "./promise";

const PEOPLE = 100_000;
const JOB = { kind: "DIRECTORY_SYNC", key: PRACTICE_TENANT_ID } as const;
const LOOK_MS = 20;
/** Requests. */
const INTERRUPTION_COSTS = 10;
const PATIENCE_MS = 20 * 60_000;

/** `npm run bench -- directory [PEOPLE]` */
export async function benchDirectory([given]: string[]): Promise<void> {
  const people = Number(given ?? PEOPLE);
  const house = await openBenchHouse(people, { graphLimits: true });
  const workers = new Set<Child>();
  const start = (): Child => {
    const worker = startWorker(house);
    workers.add(worker);
    return worker;
  };
  try {
    console.log(`A directory of ${people.toLocaleString("en")} people, Graph's limits on, a page of 999.`);
    const first = start();
    const all = await measure(house, "first run", () => untilDone(house, 0));
    const wasDone = await succeededAt(house);
    await control(house, "directory/change", { count: 150 });
    await control(house, "directory/add", { count: 30 });
    await control(house, "directory/delete", { count: 20 });
    const changed = await measure(house, "second run, 200 changes", async () => {
      await requestJob(house.db, JOB);
      return untilDone(house, wasDone);
    });
    promise(changed < all / 10, "200 changes cost a tenth of the requests at most");
    await compare(house);
    await first.stop(10_000);
    const interrupted = await benchInterrupted(house, people, start);
    // It asks for the page again that it was killed at, and its new process for a token.
    promise(interrupted <= all + INTERRUPTION_COSTS, "a killed run goes on where it was");
    await compare(house);
  } finally {
    await Promise.all([...workers].map((worker) => worker.stop(0)));
    await house.close();
  }
}

async function benchInterrupted(house: BenchHouse, people: number, start: () => Child): Promise<number> {
  await house.db.$executeRaw`TRUNCATE recipients, directory_syncs, entra_groups, jobs CASCADE`;
  return measure(house, "killed half way (kill -9), gone on with by another worker", async () => {
    const dying = start();
    const half = await until(house, ({ people: read }) => read >= people / 2);
    dying.process.kill("SIGKILL");
    await dying.ended;
    const kept = await getDirectorySync(house.db, PRACTICE_TENANT_ID);
    console.log(`  killed after ${half.pages} pages; ${kept?.people.toLocaleString("en")} people of ${kept?.pages} pages are kept`);
    const next = start();
    const state = await untilDone(house, 0);
    await next.stop(10_000);
    return state;
  });
}

/** Returns how many requests it took. */
async function measure(house: BenchHouse, name: string, run: () => Promise<DirectorySync>): Promise<number> {
  const before = await countRequests(house);
  const startedAt = performance.now();
  const state = await run();
  const seconds = (performance.now() - startedAt) / 1000;
  const requests = (await countRequests(house)) - before;
  const rate = Math.round(state.people / seconds).toLocaleString("en");
  console.log(`${name}: ${seconds.toFixed(1)} s, ${requests} requests to Graph, `
    + `${state.people.toLocaleString("en")} people on ${state.pages} pages (${rate}/s), ${state.departed} departed`);
  return requests;
}

async function countRequests(house: BenchHouse): Promise<number> {
  const { graph } = await control<{ graph: { requests: { total: number } } }>(house, "counts");
  return graph.requests.total;
}

/** Holds what Herald knows against what the simulated directory has: who is there, and what was changed of them. */
async function compare(house: BenchHouse): Promise<void> {
  const there = await readDepartments(house);
  const rows = await house.db.recipient.findMany({
    where: { account: { not: "DELETED" }, syncedAt: { not: null } }, select: { externalId: true, department: true },
  });
  const known = new Map(rows.map(({ externalId, department }) => [externalId, department ?? ""]));
  const unknown = [...there.keys()].filter((id) => !known.has(id)).length;
  const left = [...known.keys()].filter((id) => !there.has(id)).length;
  const other = [...there].filter(([id, department]) => known.has(id) && known.get(id) !== department).length;
  console.log(`in the directory ${there.size.toLocaleString("en")}, known to Herald ${known.size.toLocaleString("en")}: `
    + `${unknown} unknown, ${left} who have left, ${other} of another department`);
  promise(there.size > 0 && unknown + left === 0, "everybody in the directory is known, and nobody else");
  promise(other === 0, "everybody is known with the department they are in by now");
}

/** By object id. */
async function readDepartments({ simulatorUrl }: BenchHouse): Promise<Map<string, string>> {
  const response = await fetch(`${simulatorUrl}/control/people.csv?columns=id,department&separator=tab&header=false`);
  const lines = (await response.text()).split("\r\n").filter((line) => line !== "");
  return new Map(lines.map((line) => {
    const [id = "", department = ""] = line.split("\t");
    return [id, department.replaceAll('"', "")];
  }));
}

async function succeededAt(house: BenchHouse): Promise<number> {
  return (await getJob(house.db, JOB))?.succeededAt?.getTime() ?? 0;
}

/** Until a run has ended well after `since`. */
async function untilDone(house: BenchHouse, since: number): Promise<DirectorySync> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await succeededAt(house)) <= since) {
    const job = await getJob(house.db, JOB);
    if (job?.status === "FAILED") throw new Error(`The sync failed: ${job.error}.`);
    if (performance.now() > deadline) throw new Error("The sync does not end.");
    await rest();
  }
  return until(house, () => true);
}

async function until(house: BenchHouse, test: (state: DirectorySync) => boolean): Promise<DirectorySync> {
  for (;;) {
    const state = await getDirectorySync(house.db, PRACTICE_TENANT_ID);
    if (state && test(state)) return state;
    await rest();
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

function startWorker({ databaseUrl, simulatorUrl }: BenchHouse): Child {
  return startChild("worker", ["--import", "tsx", "scripts/worker.ts"], {
    readStdout: true,
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      SECRET_KEY: "a-secret-key-for-measurements-alone",
      BOT_AUTH: "off",
      BOT_TENANT_ID: PRACTICE_TENANT_ID,
      BOT_APP_ID: PRACTICE_APP_ID,
      BOT_APP_PASSWORD: "practice",
      EXTRA_SERVICE_URLS: simulatorUrl,
      GRAPH_URL: `${simulatorUrl}/graph`,
      LOGIN_URL: simulatorUrl,
      LOG_LEVEL: "warn",
    },
  });
}
