// A minute without Graph made a broadcast to a group FAILED, and nobody tried again: the sync and the installer waited for it
// to pass, and only the reading of members did not.
import { beforeEach, describe, expect, test } from "vitest";

import { MAX_GROUP_ATTEMPTS } from "@/lib/domain/group-reading";
import { getGroup } from "@/lib/store/entra-groups";
import { wantGroupReadings } from "@/lib/store/group-readings";
import { startTestTenant } from "@/lib/testing/start-test-tenant";
import { truncate } from "@/lib/testing/truncate";
import type { FaultInput } from "@/simulator/faults";

import { readOneGroup } from "./read-groups";
import { createDirectorySync } from "./sync-directory";

const { db, simulator, parts } = await startTestTenant({ people: 30, groups: 5 });
const { signal } = new AbortController();
const OUTAGE: FaultInput = { kind: "status", status: 503, match: { operations: ["listTransitiveMembers"] } };

let groupId: string;

beforeEach(async () => {
  simulator.setFaults([]);
  await truncate(db, "recipients", "directory_syncs", "entra_groups");
  await createDirectorySync(parts)({ key: simulator.tenant.id, signal, report: () => Promise.resolve() });
  const [group] = simulator.tenant.directory.groups();
  ({ id: groupId } = await db.entraGroup.findFirstOrThrow({ where: { objectId: group?.id ?? "" } }));
  await wantGroupReadings(db, [groupId]);
});

const rowOf = () => db.entraGroup.findUniqueOrThrow({ where: { id: groupId } });
const passTime = () => db.$executeRaw`UPDATE entra_groups SET reading_due_at = now()`;

/** How long it rests, to the second. */
const restOf = async (): Promise<number> => Number((await db.$queryRaw<{ rest: number }[]>`
  SELECT ceil(extract(epoch FROM reading_due_at - now()))::int AS rest FROM entra_groups WHERE id = ${groupId}::uuid`)[0]?.rest);

describe("while Graph is out of reach", () => {
  test("a reading rests, holds nobody else up, and is gone on with afterwards", async () => {
    simulator.setFaults([OUTAGE]);
    expect(await readOneGroup(parts, signal)).toBe(true);
    expect(await rowOf()).toMatchObject({ reading: "WANTED", readingAttempts: 1, readError: null, leaseUntil: null });
    expect(await restOf()).toBeGreaterThan(3);
    expect(await restOf()).toBeLessThanOrEqual(5);
    expect(await readOneGroup(parts, signal)).toBe(false);
    simulator.setFaults([]);
    await passTime();
    expect(await readOneGroup(parts, signal)).toBe(true);
    expect(await rowOf()).toMatchObject({ reading: "READ", readingAttempts: 0 });
  });

  test("it fails with the reason only after many tries, and one that is wanted again has all of them again", async () => {
    simulator.setFaults([OUTAGE]);
    await db.entraGroup.update({ where: { id: groupId }, data: { readingAttempts: MAX_GROUP_ATTEMPTS - 2 } });
    await readOneGroup(parts, signal);
    expect(await getGroup(db, groupId)).toMatchObject({ reading: "WANTED" });
    await passTime();
    await readOneGroup(parts, signal);
    expect(await getGroup(db, groupId)).toMatchObject({ reading: "FAILED", readError: "Microsoft Graph does not answer." });
    await wantGroupReadings(db, [groupId]);
    expect(await rowOf()).toMatchObject({ reading: "WANTED", readingAttempts: 0 });
    await readOneGroup(parts, signal);
    expect(await rowOf()).toMatchObject({ reading: "WANTED", readingAttempts: 1 });
  });

  test("asking again meanwhile does not end the rest", async () => {
    simulator.setFaults([OUTAGE]);
    await readOneGroup(parts, signal);
    await wantGroupReadings(db, [groupId]);
    expect(await readOneGroup(parts, signal)).toBe(false);
    expect(await rowOf()).toMatchObject({ readingAttempts: 1 });
  });
});

test("a Graph that asks to wait for long is waited for as long as it says", async () => {
  simulator.setFaults([{ ...OUTAGE, status: 429, retryAfter: 800 }]);
  await readOneGroup(parts, signal);
  expect(await rowOf()).toMatchObject({ reading: "WANTED", readingAttempts: 1 });
  expect(await restOf()).toBeGreaterThan(790);
});

test("what does not pass fails at once", async () => {
  simulator.setFaults([{ ...OUTAGE, status: 404 }]);
  await readOneGroup(parts, signal);
  expect(await getGroup(db, groupId)).toMatchObject({ reading: "FAILED", readError: "it is no longer in the directory." });
});
