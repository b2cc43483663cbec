// The small, fixed part of `npm run faults`: one worker a kill point, all on one broadcast to 600 people, each killing
// itself at its point; then a healthy one finishes, and Herald's report meets what Teams really accepted.
import { once } from "node:events";
import { afterAll, expect, test } from "vitest";

import { openDb } from "@/lib/store/db";
import { createTestDatabase } from "@/lib/testing/database";
import { sendToAll } from "@/lib/testing/make-broadcast";
import { knowEveryone } from "@/lib/testing/start-test-engine";
import { untilReport } from "@/lib/testing/until-report";
import { type Child, startChild } from "@/scripts/children";
import { startSimulator } from "@/simulator/simulator";

import { CONNECTIONS, forgetConversations, STRICT, workerEnvironment } from "./house";
import { KILL_POINTS } from "./kill-points";
import { countSending } from "./look";
import { judge } from "./truth";

const PEOPLE = 600;
/** Small batches, and a quarter of a minute of work: the dying ones leave work for each other, however slowly they start. */
const RATE_PER_SECOND = 40;
const SURVIVOR_RATE_PER_SECOND = 400;
const LEASE_MS = 4_000;
/** Nine processes start here, on a machine that may be busy with other tests. */
const PATIENCE_MS = 90_000;

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl);
const simulator = await startSimulator({ people: PEOPLE, settings: { ...STRICT, limits: false } });
const env = {
  ...workerEnvironment({
    databaseUrl,
    secretKey: "a key for tests alone, 32 characters",
    origin: simulator.url,
    simulatorUrl: simulator.url,
    ratePerSecond: RATE_PER_SECOND,
  }),
  REQUEST_TIMEOUT_MS: "1000",
  LOG_LEVEL: "silent",
};
const children = new Set<Child>();

afterAll(async () => {
  await Promise.all([...children].map((child) => child.stop(0)));
  await simulator.close();
  await db.$disconnect();
});

function startWorker(point: string, ratePerSecond: number): Child {
  const program = ["--import", "tsx", "faults/dying-worker.ts", point, String(LEASE_MS)];
  const child = startChild("worker", program, { env: { ...env, SEND_RATE_PER_SECOND: String(ratePerSecond) } });
  children.add(child);
  return child;
}

test("workers that die at every point lose nobody, write to nobody twice, and leave in doubt what was in flight", async () => {
  await knowEveryone(db, simulator);
  await forgetConversations({ db }, 0.5);
  const id = await sendToAll(db);
  const dying = KILL_POINTS.map((point) => startWorker(point, RATE_PER_SECOND));
  const ends = await Promise.all(dying.map(({ process: child }) => once(child, "exit")));
  expect(ends.map(([, signal]) => signal as unknown)).toEqual(KILL_POINTS.map(() => "SIGKILL"));
  const caught = await countSending(db);

  startWorker("never", SURVIVOR_RATE_PER_SECOND);
  await untilReport(db, id, { status: "FINISHED", counts: { total: PEOPLE, failed: 0, skipped: 0 } });
  const accepted = new Map(
    simulator.people.map(({ objectId }) => [objectId, simulator.received(objectId).length] as const),
  );
  const truth = await judge(db, id, accepted);
  expect(truth).toMatchObject({
    people: PEOPLE, lost: 0, denied: 0, duplicated: 0, unrecorded: 0, unintended: 0, miscounted: 0,
  });
  expect(truth.unconfirmed).toBeLessThanOrEqual(caught + CONNECTIONS);
  // Somebody must really have been caught, or nothing was proven.
  expect(truth.unconfirmed).toBeGreaterThan(0);
  expect(truth.sent + truth.unconfirmed).toBe(PEOPLE);
  // Every request brought a token that the simulator had given out: without one it takes nothing.
  const bare = await fetch(`${simulator.serviceUrl}v3/conversations`, { method: "POST", body: "{}" });
  expect(bare.status).toBe(401);

  // And the judge must be awake: had Teams accepted nothing, or everything once more, it would have said so.
  expect(await judge(db, id, new Map())).toMatchObject({ lost: truth.sent, arrived: 0 });
  const twice = new Map([...accepted].map(([person, received]) => [person, received + 2] as const));
  expect(await judge(db, id, twice)).toMatchObject({ duplicated: PEOPLE, unrecorded: PEOPLE, unintended: PEOPLE });
}, PATIENCE_MS);
