// Two people at the same moment: whoever comes second works on what the first has left, or is told.
import { beforeEach, describe, expect, it } from "vitest";

import type { Db } from "@/lib/store/db";
import { getRecurrence } from "@/lib/store/recurrences";
import { getTopic } from "@/lib/store/topics";
import { countWaiting } from "@/lib/testing/count-waiting";
import { refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { changeDraft } from "./change-draft";
import { changeTopic } from "./change-topic";
import type { Actor } from "./command";
import { createTopic } from "./create-topic";
import { decideBroadcast } from "./decide-broadcast";
import { pauseBroadcast } from "./pause-broadcast";
import { repeatBroadcast } from "./repeat-broadcast";
import { resumeBroadcast } from "./resume-broadcast";
import { sendBroadcast } from "./send-broadcast";
import { takeBackBroadcast } from "./take-back-broadcast";

const { db, author, boss, bruno, draft, rule, statusOf } = await startApprovalHouse();
beforeEach(() => rule({ above: 4 }));

const approve = (on: Db, actor: Actor, id: string) => decideBroadcast.run(on, actor, { id, decision: "APPROVED" });

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

describe("what is to repeat", () => {
  const daily = { cron: "0 9 * * *", zone: "Europe/Berlin" };
  const hourly = { cron: "30 * * * *", zone: "UTC" };

  async function inReview(): Promise<string> {
    const { id } = await draft();
    expect((await repeatBroadcast.run(db, author, { id, ...daily })).status).toBe("IN_REVIEW");
    return id;
  }

  // It went back to review without its rhythm, and every approval of it ended in a conflict from then on.
  it("keeps when it does so if it is changed beside its last approval, and is asked about again", async () => {
    const id = await inReview();
    const change = { id, revision: 1, change: { onUnknown: "RETRY" as const } };
    expect(await oneBehindTheOther((tx) => approve(tx, bruno, id), () => changeDraft.run(db, author, change))).toBe("");
    expect(await statusOf(id)).toBe("IN_REVIEW");
    expect(await getRecurrence(db, id)).toMatchObject(daily);
    expect(await approve(db, bruno, id)).toMatchObject({ status: "ACTIVE", revision: 2 });
  });

  it("repeats when it is taken back too late, behind its last approval", async () => {
    const id = await inReview();
    const taken = await oneBehindTheOther((tx) => approve(tx, bruno, id), () => takeBackBroadcast.run(db, author, { id }));
    expect(taken).toBe("CONFLICT");
    expect(await statusOf(id)).toBe("ACTIVE");
    expect(await getRecurrence(db, id)).toMatchObject(daily);
  });

  it("asks for another rhythm that is chosen while somebody lets it go on", async () => {
    const id = await inReview();
    await approve(db, bruno, id);
    await pauseBroadcast.run(db, author, { id });
    const rhythm = () => repeatBroadcast.run(db, author, { id, ...hourly });
    expect(await oneBehindTheOther((tx) => resumeBroadcast.run(tx, author, { id }), rhythm)).toBe("");
    expect(await statusOf(id)).toBe("IN_REVIEW");
    expect(await getRecurrence(db, id)).toMatchObject(hourly);
  });

  // Who let it go on wrote back when it had been going to.
  it("goes on with the rhythm that was chosen just before", async () => {
    const id = await inReview();
    await approve(db, bruno, id);
    await pauseBroadcast.run(db, author, { id });
    const resumed = await oneBehindTheOther(
      (tx) => repeatBroadcast.run(tx, author, { id, ...hourly }), () => resumeBroadcast.run(db, author, { id }),
    );
    expect(resumed).toBe("");
    expect(await getRecurrence(db, id)).toMatchObject(hourly);
  });
});
