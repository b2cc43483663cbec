// Approval on a real database: no way out of the drafts goes around it, nobody approves their own, an approval belongs to
// what was read, and the last one that is needed sends exactly once.
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";

import { NO_APPROVAL } from "@/lib/domain/approval";
import { listDecisions, listWaitingFor } from "@/lib/store/approvals";
import { viewBroadcastDetail } from "@/lib/store/broadcast-view";
import { getBroadcast } from "@/lib/store/broadcasts";
import { startDueBroadcasts } from "@/lib/store/finish-broadcasts";
import { changeAssignedRole } from "@/lib/store/people";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { HOUSE_KEY as KEY, refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { cancelBroadcast } from "./cancel-broadcast";
import { changeDraft } from "./change-draft";
import { duplicateBroadcast } from "./duplicate-broadcast";
import { saveApprovalRule } from "./save-approval-rule";
import { scheduleBroadcast } from "./schedule-broadcast";
import { sendBroadcast } from "./send-broadcast";
import { takeBackBroadcast } from "./take-back-broadcast";

const { db, author, boss, bruno, dora, somebody, draft, asked, rule, approve, reject, statusOf } = await startApprovalHouse();
beforeEach(() => rule({ above: 4 }));

const HOUR_MS = 3_600_000;

describe("what needs approval", () => {
  it("is nothing while the rule is off", async () => {
    await rule({});
    expect((await sendBroadcast.run(db, boss, { id: (await draft({ priority: "URGENT" })).id })).status).toBe("SCHEDULED");
  });

  it("is decided by the server's own count, whatever the browser says it counted", async () => {
    const { id } = await draft();
    const lie = {
      total: 1, net: 1, optedOut: 0, needsInstall: 0, blocked: 0, removed: 0, guests: 0, durationSeconds: 1,
      estimatedAt: new Date().toISOString(),
    };
    expect(await sendBroadcast.run(db, author, { id, estimate: lie })).toMatchObject({
      status: "IN_REVIEW", review: { reasons: ["AUDIENCE"], people: 5 }, estimate: { total: 1 },
    });
  });

  it("is what is urgent, or mandatory, however few it reaches", async () => {
    await rule({ urgent: true });
    expect((await asked({ priority: "URGENT" })).review?.reasons).toEqual(["URGENT"]);
    const topic = await db.topic.create({ data: { key: "safety", name: "Safety", mandatory: true }, select: { key: true } });
    await rule({ mandatory: true });
    expect((await asked({ topic: topic.key }, boss)).review?.reasons).toEqual(["MANDATORY"]);
  });

  it("is a later time, and what an API key or an admin sends, as well", async () => {
    const scheduledAt = new Date(Date.now() + HOUR_MS).toISOString();
    const later = await scheduleBroadcast.run(db, boss, { id: (await draft({}, boss)).id, scheduledAt });
    expect(later).toMatchObject({ status: "IN_REVIEW", scheduledAt: new Date(scheduledAt) });
    await asked({}, KEY);
  });

  it("is a copy of what was approved", async () => {
    const { id } = await asked();
    await approve(bruno, id);
    const copy = await duplicateBroadcast.run(db, author, { id });
    expect((await sendBroadcast.run(db, author, { id: copy.id })).status).toBe("IN_REVIEW");
  });

  it("is decided in one place: no other command moves a broadcast to SCHEDULED or lets it repeat", () => {
    const files = readdirSync("lib/commands").filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
    const moving = files.filter((name) => {
      return /moveBroadcast\([^)]*"(SCHEDULED|ACTIVE)"|beginRepeating\(/.test(readFileSync(`lib/commands/${name}`, "utf8"));
    });
    expect(moving).toEqual(["review-rules.ts", "start-sending.ts"]);
  });
});

describe("an approval", () => {
  it("sends at once what was to be sent at once, and says who and when", async () => {
    const { id } = await asked();
    expect(await approve(bruno, id, { comment: "Fine." })).toMatchObject({ status: "SCHEDULED" });
    const [decision] = await listDecisions(db, id);
    expect(decision).toMatchObject({ name: "Bruno", decision: "APPROVED", comment: "Fine.", revision: 1, round: 1 });
    const line = await db.auditEvent.findFirst({ where: { command: "decide-broadcast", targetId: id } });
    expect(line).toMatchObject({ actorName: "Bruno", detail: { decision: "APPROVED", revision: 1 } });
    // The approval has it, and loses it with an erasure.
    expect(line?.detail).not.toHaveProperty("comment");
    await startDueBroadcasts(db);
    expect(await statusOf(id)).toBe("RESOLVING");
  });

  it("is refused to who wrote it, an admin too, to who changed it last and to who sent it", async () => {
    const own = await asked({}, boss);
    expect(await refusal(approve(boss, own.id))).toBe("FORBIDDEN");
    const { id } = await draft();
    const changed = await changeDraft.run(db, boss, { id, revision: 1, change: { onUnknown: "RETRY" } });
    await sendBroadcast.run(db, author, { id });
    expect(await refusal(approve(boss, id))).toBe("FORBIDDEN");
    await takeBackBroadcast.run(db, author, { id });
    await changeDraft.run(db, author, { id, revision: changed.revision, change: { onUnknown: "HOLD" } });
    await sendBroadcast.run(db, boss, { id });
    expect(await refusal(approve(boss, id))).toBe("FORBIDDEN");
    expect((await approve(bruno, id)).status).toBe("SCHEDULED");
  });

  it("is refused to an API key whatever its role, to an author, and to a viewer", async () => {
    const { id } = await asked();
    expect(await refusal(approve(KEY, id))).toBe("FORBIDDEN");
    expect(await refusal(approve({ ...KEY, role: "approver" }, id))).toBe("FORBIDDEN");
    for (const role of ["author", "viewer"] as const) {
      expect(await refusal(approve(await somebody("Other", role), id))).toBe("FORBIDDEN");
    }
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("is refused to whoever made the API key that wrote it or sent it", async () => {
    const { id: keyId } = await db.apiKey.create({
      data: { name: "hers", role: "admin", keyHash: randomUUID(), hint: "h", madeById: boss.id }, select: { id: true },
    });
    const hers = { kind: "API_KEY", id: keyId, name: "hers", role: "admin" } as const;
    const written = await draft({}, hers);
    await sendBroadcast.run(db, author, { id: written.id });
    expect(await refusal(approve(boss, written.id))).toBe("FORBIDDEN");
    const sent = await draft();
    await sendBroadcast.run(db, hers, { id: sent.id });
    expect(await refusal(approve(boss, sent.id))).toBe("FORBIDDEN");
    expect((await approve(bruno, sent.id)).status).toBe("SCHEDULED");
  });

  it("is refused to whoever lost the role after their session was looked at", async () => {
    const late = await somebody("Late", "approver");
    const { id } = await asked();
    await changeAssignedRole(db, late.id, "viewer");
    expect(await refusal(approve(late, id))).toBe("FORBIDDEN");
  });

  it("does not count any more when who gave it loses the role before the last one", async () => {
    await rule({ above: 4, needed: 2 });
    const third = await somebody("Third", "approver");
    const { id } = await asked();
    expect((await approve(third, id)).status).toBe("IN_REVIEW");
    await changeAssignedRole(db, third.id, null);
    expect((await approve(bruno, id)).status).toBe("IN_REVIEW");
    expect((await approve(dora, id)).status).toBe("SCHEDULED");
  });

  it("comes from different people, each once", async () => {
    await rule({ above: 4, needed: 2 });
    const { id } = await asked();
    await approve(bruno, id);
    expect(await refusal(approve(bruno, id))).toBe("CONFLICT");
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("is wanted from everybody who is named, and from nobody else", async () => {
    await rule({ above: 4, approverIds: [bruno.id, dora.id] });
    const { id } = await asked();
    expect(await refusal(approve(boss, id))).toBe("FORBIDDEN");
    expect((await approve(bruno, id)).status).toBe("IN_REVIEW");
    expect((await approve(dora, id)).status).toBe("SCHEDULED");
  });

  it("sends once when two people give it at the same moment", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { id } = await asked();
      const ends = await Promise.all([bruno, dora, boss].map((person) => refusal(approve(person, id))));
      expect(ends.toSorted()).toEqual(["", "CONFLICT", "CONFLICT"]);
      expect(await statusOf(id)).toBe("SCHEDULED");
      expect(await listDecisions(db, id)).toHaveLength(1);
    }
  });

  it("is enough when the last two of two are given at the same moment", async () => {
    await rule({ above: 4, needed: 2 });
    for (let turn = 0; turn < 5; turn += 1) {
      const { id } = await asked();
      await Promise.all([approve(bruno, id), approve(dora, id)]);
      expect(await statusOf(id)).toBe("SCHEDULED");
    }
  });
});

describe("what was approved is what is sent", () => {
  it("a change while it is in review takes it back, and approvals of before do not count", async () => {
    await rule({ above: 4, needed: 2 });
    const { id, revision } = await asked();
    await approve(bruno, id);
    const change = { message: { ...COMPLETE_NOTIFICATION, title: "Other" } };
    const changed = await changeDraft.run(db, author, { id, revision, change });
    expect(changed).toMatchObject({ status: "DRAFT", revision: revision + 1, approvedAt: null });
    await sendBroadcast.run(db, author, { id });
    expect((await approve(dora, id)).status).toBe("IN_REVIEW");
    expect((await approve(bruno, id)).status).toBe("SCHEDULED");
  });

  it("an approval of what was read before the change is refused", async () => {
    const { id, revision, reviewRound: round } = await asked();
    await changeDraft.run(db, author, { id, revision, change: { onUnknown: "RETRY" } });
    await sendBroadcast.run(db, author, { id });
    expect(await refusal(approve(bruno, id, { revision }))).toBe("CONFLICT");
    expect(await refusal(approve(bruno, id, { round }))).toBe("CONFLICT");
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("taking back what was approved voids it, even without a change", async () => {
    const { id } = await asked();
    await approve(bruno, id);
    await takeBackBroadcast.run(db, author, { id });
    expect((await sendBroadcast.run(db, author, { id })).status).toBe("IN_REVIEW");
    expect((await approve(bruno, id)).status).toBe("SCHEDULED");
  });

  it("an approval and a change at the same moment never send what nobody approved", async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const { id, revision } = await asked();
      const change = { message: { ...COMPLETE_NOTIFICATION, title: "Never approved" } };
      const [first, second] = await Promise.all([
        refusal(approve(bruno, id, { revision })), refusal(changeDraft.run(db, author, { id, revision, change })),
      ]);
      const end = await getBroadcast(db, id);
      const approved = ["SCHEDULED", COMPLETE_NOTIFICATION.title, "", "CONFLICT"];
      const changed = ["DRAFT", "Never approved", "CONFLICT", ""];
      expect([approved, changed]).toContainEqual([end?.status, end?.message.title, first, second]);
    }
  });
});

describe("a rejection", () => {
  it("needs a reason, goes back to the drafts and can be seen there", async () => {
    const { id } = await asked();
    expect(await refusal(reject(bruno, id, " "))).toBe("BAD_INPUT");
    expect(await reject(bruno, id, "Too long.")).toMatchObject({ status: "DRAFT" });
    const broadcast = await getBroadcast(db, id);
    const view = broadcast && (await viewBroadcastDetail(db, broadcast));
    expect(view?.review).toMatchObject({
      open: false, decisions: [{ name: "Bruno", decision: "REJECTED", comment: "Too long.", current: true }],
    });
  });

  it("is final for this review: who approves too late is told", async () => {
    const { id } = await asked();
    await reject(bruno, id);
    expect(await refusal(approve(dora, id))).toBe("CONFLICT");
  });
});

describe("the list of what waits", () => {
  it("has for each person what they may decide about now, and for a key nothing", async () => {
    await db.broadcast.updateMany({ where: { status: "IN_REVIEW" }, data: { status: "CANCELED" } });
    await rule({ above: 4, needed: 2 });
    const { id } = await asked();
    const own = await asked({}, boss);
    expect(await listWaitingFor(db, bruno)).toEqual([id, own.id]);
    expect(await listWaitingFor(db, boss)).toEqual([id]);
    expect(await listWaitingFor(db, author)).toEqual([]);
    expect(await listWaitingFor(db, KEY)).toEqual([]);
    await approve(bruno, id);
    await cancelBroadcast.run(db, author, { id: own.id });
    expect(await listWaitingFor(db, bruno)).toEqual([]);
  });
});

describe("the rule", () => {
  it("is an admin's to change, names only people who may approve, and is in the audit", async () => {
    const change = { ...NO_APPROVAL, above: 10, approverIds: [bruno.id] };
    expect(await refusal(saveApprovalRule.run(db, bruno, change))).toBe("FORBIDDEN");
    expect(await refusal(saveApprovalRule.run(db, boss, { ...change, approverIds: [author.id] }))).toBe("BAD_INPUT");
    await saveApprovalRule.run(db, boss, change);
    const line = await db.auditEvent.findFirst({ where: { command: "save-approval-rule" }, orderBy: { id: "desc" } });
    expect(line).toMatchObject({ actorName: "Chiara", detail: { above: 10, approverIds: [bruno.id] } });
  });
});
