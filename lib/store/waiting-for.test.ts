// What waits for somebody's decision is asked for by every approver's page, again and again: three queries for each review were
// six hundred, one after the other.
import { expect, it } from "vitest";

import { refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { listWaitingFor } from "./approvals";
import type { DbPool } from "./db";

const { db, boss, bruno, dora, asked, rule, approve } = await startApprovalHouse();

it("is found with as many queries for many reviews as for one", async () => {
  await rule({ above: 4, needed: 2 });
  let queries = 0;
  const counted = db.$extends({ query: { $allOperations: ({ args, query }) => ((queries += 1), query(args)) } });
  const queriesFor = async (): Promise<number> => {
    queries = 0;
    await listWaitingFor(counted as unknown as DbPool, bruno);
    return queries;
  };
  const { id: first } = await asked();
  const one = await queriesFor();
  const ids = [first];
  for (let n = 0; n < 9; n += 1) ids.push((await asked()).id);
  expect(await listWaitingFor(db, bruno)).toEqual(ids);
  expect(await queriesFor()).toBe(one);
});

it("is what this review's decisions leave: those of another round or person count for nothing", async () => {
  await db.broadcast.updateMany({ where: { status: "IN_REVIEW" }, data: { status: "CANCELED" } });
  const [{ id: one }, { id: two }] = [await asked(), await asked()];
  await approve(dora, one);
  expect(await listWaitingFor(db, dora)).toEqual([two]);
  expect(await listWaitingFor(db, bruno)).toEqual([one, two]);
  await db.broadcast.update({ where: { id: one }, data: { reviewRound: 2 } });
  expect(await listWaitingFor(db, dora)).toEqual([one, two]);
  await rule({ above: 4, approverIds: [bruno.id] });
  expect(await listWaitingFor(db, bruno)).toEqual([one, two]);
  expect(await listWaitingFor(db, boss)).toEqual([]);
  expect(await refusal(approve(boss, one))).toBe("FORBIDDEN");
});
