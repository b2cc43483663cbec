// Two people at the same moment: whoever comes second works on what the first has left, or is told.
import { beforeEach, describe, expect, it } from "vitest";

import type { Db } from "@/lib/store/db";
import { getTopic } from "@/lib/store/topics";
import { countWaiting } from "@/lib/testing/count-waiting";
import { refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { changeTopic } from "./change-topic";
import { createTopic } from "./create-topic";
import { sendBroadcast } from "./send-broadcast";

const { db, author, boss, draft, rule } = await startApprovalHouse();
beforeEach(() => rule({ above: 4 }));

/** `second` begins before `first` is committed, and goes on after. Returns how it was refused; empty when it was not. */
async function oneBehindTheOther(first: (tx: Db) => Promise<unknown>, second: () => Promise<unknown>): Promise<string> {
  let ended = Promise.resolve("");
  await db.$transaction(async (tx) => {
    await first(tx);
    ended = refusal(second());
    await expect.poll(() => countWaiting(db)).toBe(1);
  });
  return ended;
}

describe("a topic", () => {
  // The later one wrote back what it had read of everything: "mandatory" was gone, and nobody was told.
  it("that an admin makes mandatory stays so when an author describes it", async () => {
    const { id } = await createTopic.run(db, boss, { key: "alarm", name: "Alarm" });
    const described = await oneBehindTheOther(
      (tx) => changeTopic.run(tx, boss, { id, change: { mandatory: true, name: "Alarms" } }),
      () => changeTopic.run(db, author, { id, change: { description: "What to do." } }),
    );
    expect(described).toBe("");
    expect(await getTopic(db, id)).toMatchObject({ mandatory: true, name: "Alarms", description: "What to do." });
  });

  it("that an admin makes mandatory is not renamed by an author who read it before", async () => {
    const { id } = await createTopic.run(db, boss, { key: "drill", name: "Drill" });
    const renamed = await oneBehindTheOther(
      (tx) => changeTopic.run(tx, boss, { id, change: { mandatory: true } }),
      () => changeTopic.run(db, author, { id, change: { name: "Party" } }),
    );
    expect(renamed).toBe("FORBIDDEN");
    expect(await getTopic(db, id)).toMatchObject({ mandatory: true, name: "Drill" });
  });

  it("is not renamed by an author beside what is being sent for approval on it", async () => {
    const topic = await createTopic.run(db, boss, { key: "garden", name: "Garden" });
    const { id } = await draft({ topic: topic.key });
    const renamed = await oneBehindTheOther(
      (tx) => sendBroadcast.run(tx, author, { id }),
      () => changeTopic.run(db, author, { id: topic.id, change: { name: "Payroll" } }),
    );
    expect(renamed).toBe("FORBIDDEN");
    expect(await getTopic(db, topic.id)).toMatchObject({ name: "Garden" });
  });
});
