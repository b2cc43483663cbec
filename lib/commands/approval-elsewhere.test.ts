// What leaves without the approval of a second person although the rule asks for it of everything, and what holds it instead:
// the reasons stand in docs/security.md.
import { describe, expect, it } from "vitest";

import { recordSighting } from "@/lib/store/references";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { HOUSE_TENANT, refusal, startApprovalHouse } from "@/lib/testing/start-approval-house";

import { cancelBroadcast } from "./cancel-broadcast";
import { changeApiKey } from "./change-api-key";
import { changeDraft } from "./change-draft";
import { type Actor, SYSTEM_ACTOR } from "./command";
import { createApiKey } from "./create-api-key";
import { pauseBroadcast } from "./pause-broadcast";
import { receiveEvent } from "./receive-event";
import { resumeBroadcast } from "./resume-broadcast";
import { saveTemplate } from "./save-template";
import { welcomeRecipient } from "./welcome-recipient";

const { db, author, boss, rule, statusOf } = await startApprovalHouse();
await rule({ above: 0, urgent: true, mandatory: true });

describe("an external event", () => {
  const event = { template: "Incident", topic: "company-news", audience: { kind: "ALL" as const } };

  async function makeKey(peoplePerEvent: number): Promise<Extract<Actor, { kind: "API_KEY" }>> {
    const made = { name: "desk", role: "author", peoplePerEvent } as const;
    return { kind: "API_KEY", name: made.name, role: made.role, id: (await createApiKey.run(db, boss, made)).id };
  }

  it("goes out within the limit of its key, which an admin has given, and is refused beyond it", async () => {
    await saveTemplate.run(db, author, { name: "Incident", message: COMPLETE_NOTIFICATION });
    const sent = await receiveEvent.run(db, await makeKey(5), { ...event, idempotencyKey: "one" });
    expect(sent.kind === "ACCEPTED" && await statusOf(sent.broadcastId)).toBe("SCHEDULED");
    expect(await refusal(receiveEvent.run(db, await makeKey(4), { ...event, idempotencyKey: "two" }))).toBe("INCOMPLETE");
    expect(await refusal(createApiKey.run(db, author, { name: "own", role: "author", peoplePerEvent: 5 }))).toBe("FORBIDDEN");
    const { id } = await makeKey(4);
    expect(await refusal(changeApiKey.run(db, author, { id, peoplePerEvent: 5 }))).toBe("FORBIDDEN");
  });

  it("is urgent, or on a mandatory topic, with the key of an admin alone", async () => {
    const key = await makeKey(5);
    expect(await refusal(receiveEvent.run(db, key, { ...event, priority: "URGENT", idempotencyKey: "three" }))).toBe("FORBIDDEN");
    await db.topic.update({ where: { key: "company-news" }, data: { mandatory: true }, select: { id: true } });
    expect(await refusal(receiveEvent.run(db, key, { ...event, idempotencyKey: "four" }))).toBe("FORBIDDEN");
    await db.topic.update({ where: { key: "company-news" }, data: { mandatory: false }, select: { id: true } });
  });
});

describe("a standing welcome", () => {
  it("is changed by an author, meets one person for each install, and nobody twice", async () => {
    const { id, revision } = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "PERSONAL_INSTALL" } });
    const message = { kind: "WELCOME", title: "Good day", why: "You are new.", offer: "News.", nextStep: "Read them." } as const;
    expect(await changeDraft.run(db, author, { id, revision, change: { message } })).toMatchObject({ status: "ACTIVE", message });
    const who = { tenantId: HOUSE_TENANT, objectId: "r0", serviceUrl: "https://x/", botId: "28:b", conversationId: "a:1" };
    const { recipientId } = await recordSighting(db, { ...who, source: "INSTALL", seenAt: new Date() });
    const install = { recipientId, ratePerSecond: 50 };
    expect(await welcomeRecipient.run(db, SYSTEM_ACTOR, install)).toEqual({ welcomed: true });
    expect(await welcomeRecipient.run(db, SYSTEM_ACTOR, install)).toEqual({ welcomed: false });
    expect(await db.delivery.count({ where: { broadcastId: id } })).toBe(1);
  });

  // Only a migration makes one: once canceled, nobody was ever welcomed again.
  it("is switched off and on again, and never ended", async () => {
    const { id } = await db.broadcast.findFirstOrThrow({ where: { standingEvent: "TEAM_INSTALL" } });
    expect(await refusal(cancelBroadcast.run(db, boss, { id }))).toBe("CONFLICT");
    expect((await pauseBroadcast.run(db, author, { id })).status).toBe("PAUSED");
    await expect(cancelBroadcast.run(db, author, { id })).rejects.toThrow("Pause it instead");
    expect((await resumeBroadcast.run(db, author, { id })).status).toBe("ACTIVE");
  });
});
