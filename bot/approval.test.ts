// Approval in Teams, against the simulated Teams over HTTP: the card reaches those who may decide, its buttons work for its
// owner and their role of this moment alone, and once it is decided every card says so.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";

import type { Actor } from "@/lib/commands/command";
import { saveDraft } from "@/lib/commands/save-draft";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { takeBackBroadcast } from "@/lib/commands/take-back-broadcast";
import { NO_APPROVAL } from "@/lib/domain/approval";
import type { Role } from "@/lib/domain/role";
import { listDecisions, saveApprovalRule } from "@/lib/store/approvals";
import { getBroadcast } from "@/lib/store/broadcasts";
import { assignRole, changeAssignedRole, savePerson } from "@/lib/store/people";
import { getRecipientByObjectId } from "@/lib/store/recipients";
import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";
import { keepRefusals } from "@/lib/testing/keep-refusals";
import { startTestBot } from "@/lib/testing/start-test-bot";
import * as activities from "@/simulator/activities";

import { type NoticeParts, sendNextNotice } from "./approval-notices";
import { signAction } from "./card-signature";

const { bot, simulator, post } = await startTestBot({ people: 30 });
const { db } = bot;
const { lines } = keepRefusals();
const tenantId = simulator.tenant.id;

const parts: NoticeParts = {
  db, connector: bot.connector, secretKey: bot.secretKey, appUrl: bot.appUrl, ratePerSecond: bot.ratePerSecond,
  clock: { now: () => performance.now(), sleep: () => Promise.resolve() },
  log: { warn: () => undefined, error: () => undefined },
};
type Somebody = { actor: Extract<Actor, { kind: "PERSON" }>; objectId: string; recipientId: string };

let next = 0;
/** Somebody of the simulated tenant with the bot in their Teams, and this role in the console. */
async function somebody(role: Role): Promise<Somebody> {
  const person = simulator.people[(next += 1)];
  if (!person) throw new Error("The practice tenant is too small.");
  const { objectId, displayName: name } = person;
  await simulator.install(objectId);
  const recipient = await getRecipientByObjectId(db, tenantId, objectId);
  if (!recipient) throw new Error("The bot does not know whom it was installed for.");
  const { id } = await assignRole(db, { tenantId, objectId, displayName: name, role });
  return { actor: { kind: "PERSON", id, name, role, tenantId, objectId }, objectId, recipientId: recipient.id };
}

const author = await somebody("author");
const bruno = await somebody("approver");
const dora = await somebody("approver");
const MESSAGE = { ...COMPLETE_NOTIFICATION, buttons: [{ title: "More", url: "https://intranet.example/canteen" }] };

beforeEach(async () => {
  simulator.changeSettings({ cardActions: "execute" });
  await saveApprovalRule(db, { ...NO_APPROVAL, above: 0 });
});

/** Sent for approval, and the cards about it posted. */
async function ask(title = "The canteen moves"): Promise<string> {
  const { id } = await saveDraft.run(db, author.actor, {
    topic: "company-news", message: { ...MESSAGE, title }, audience: { kind: "ALL" },
  });
  await sendBroadcast.run(db, author.actor, { id });
  await postAll();
  return id;
}

async function postAll(): Promise<void> {
  while (await sendNextNotice(parts));
}

const newest = (of: Somebody) => simulator.received(of.objectId).at(-1);
const shown = (of: Somebody): string => JSON.stringify(newest(of)?.card ?? null);
const statusOf = async (id: string) => (await getBroadcast(db, id))?.status;
const press = (of: Somebody, verb: "approve" | "reject", comment?: string) => simulator.click(of.objectId, {
  activityId: newest(of)?.activityId ?? "", verb, ...(comment === undefined ? {} : { inputs: { comment } }),
});

describe("the card", () => {
  it("reaches everybody who may decide, once, and shows what, by whom and to how many", async () => {
    await ask("Shown to both");
    for (const approver of [bruno, dora]) {
      const title = "Shown to both";
      for (const words of [author.actor.name, "3 people", title, "moved to the ground floor", "intranet.example/canteen"]) {
        expect(shown(approver)).toContain(words);
      }
    }
    expect(shown(author)).not.toContain("Shown to both");
    const before = simulator.counts().posts.total;
    await postAll();
    expect(simulator.counts().posts.total).toBe(before);
  });

  it("does not come to who said stop, nor about what was decided before it could be posted", async () => {
    const quiet = await somebody("approver");
    await simulator.say(quiet.objectId, "stop");
    await ask("Not for the quiet");
    expect(shown(quiet)).not.toContain("Not for the quiet");
    const { id } = await saveDraft.run(db, author.actor, { topic: "company-news", message: MESSAGE, audience: { kind: "ALL" } });
    await sendBroadcast.run(db, author.actor, { id });
    await takeBackBroadcast.run(db, author.actor, { id });
    const before = simulator.counts().posts.total;
    await postAll();
    expect(simulator.counts().posts.total).toBe(before);
    await changeAssignedRole(db, quiet.actor.id, null);
  });
});

describe.each(["execute", "submit"] as const)("a decision on the card by %s", (cardActions) => {
  beforeEach(() => {
    simulator.changeSettings({ cardActions });
  });

  it("approves: it is sent, both cards say so, and the author is told", async () => {
    const id = await ask("Approved here");
    await press(bruno, "approve", "Go ahead.");
    expect(await statusOf(id)).toBe("SCHEDULED");
    expect(shown(bruno)).toContain(`${bruno.actor.name} approved`);
    await postAll();
    expect(shown(dora)).toContain(`${bruno.actor.name} approved`);
    expect(shown(author)).toContain("Your broadcast was approved");
    expect(shown(author)).toContain("Go ahead.");
    expect(await db.auditEvent.findFirst({ where: { command: "decide-broadcast", targetId: id } }))
      .toMatchObject({ actorKind: "PERSON", actorId: bruno.actor.id });
    // Whoever decides on a card is no reader of the broadcast.
    expect(await db.interaction.count({ where: { broadcastId: id } })).toBe(0);
  });

  it("rejects only with a reason, and the author reads it", async () => {
    const id = await ask("Rejected here");
    await press(bruno, "reject");
    expect(shown(bruno)).toContain("Say why");
    expect(await statusOf(id)).toBe("IN_REVIEW");
    await press(bruno, "reject", "The *date* is wrong.");
    expect(await statusOf(id)).toBe("DRAFT");
    expect(shown(bruno)).toContain("Rejected");
    await postAll();
    expect(shown(author)).toContain("Your broadcast was rejected");
    expect(shown(author)).toContain("date");
  });

  it("that comes after somebody else's shows how it ended, and changes nothing", async () => {
    const id = await ask("Too late");
    await press(bruno, "reject", "No.");
    await press(dora, "approve");
    expect(shown(dora)).toContain(`${bruno.actor.name} rejected`);
    expect(await statusOf(id)).toBe("DRAFT");
    expect(await listDecisions(db, id)).toHaveLength(1);
  });
});

// The role that Entra gives was believed in the bot for ever after one sign-in, and so was a disabled account.
describe("a role that Entra gives", () => {
  const signedIn = (of: Somebody, hoursAgo: number) => db.person.update({
    where: { id: of.actor.id }, data: { signedInAt: new Date(Date.now() - hoursAgo * 3_600_000) }, select: { id: true },
  });
  async function withAppRole(): Promise<Somebody> {
    const { actor, ...rest } = await somebody("viewer");
    const { id, objectId, name: displayName } = actor;
    await changeAssignedRole(db, id, null);
    await savePerson(db, { tenantId, objectId, displayName, role: "approver" });
    return { actor: { ...actor, role: "approver" }, ...rest };
  }

  it("shows and decides as long as a session may last, and then asks to sign in, without a word of the text", async () => {
    const erin = await withAppRole();
    await signedIn(erin, 7);
    const first = await ask("Read by who signed in");
    expect(shown(erin)).toContain("Read by who signed in");
    await signedIn(erin, 9);
    await press(erin, "approve");
    expect(shown(erin)).toContain("Sign in to see this approval");
    expect(shown(erin)).toContain(`https://herald.example/broadcasts/${first}`);
    expect(await statusOf(first)).toBe("IN_REVIEW");
    await press(bruno, "approve");
    await postAll();
    expect(shown(erin)).toContain("This review is over");
    expect(shown(erin)).not.toContain("Read by who signed in");

    const second = await ask("Unread by who did not");
    expect(shown(erin)).toContain("Sign in to see this approval");
    expect(JSON.stringify(simulator.received(erin.objectId))).not.toContain("Unread by who did not");
    await press(bruno, "reject", "No.");
    await postAll();
    expect(JSON.stringify(simulator.received(erin.objectId))).not.toContain("Unread by who did not");
    expect(await statusOf(second)).toBe("DRAFT");
  });

  it("or that was given here, once it is gone, is told no end", async () => {
    const gone = await somebody("approver");
    await ask("Ended for others");
    await changeAssignedRole(db, gone.actor.id, "viewer");
    await press(bruno, "approve", "A secret comment.");
    await postAll();
    expect(shown(dora)).toContain("A secret comment.");
    expect(shown(gone)).toContain("This review is over");
    expect(shown(gone)).not.toContain("Ended for others");
  });

  it.each(["DISABLED", "DELETED"])("and one that was given here end with an account that is %s", async (account) => {
    for (const make of [withAppRole, () => somebody("approver")]) {
      const gone = await make();
      const id = await ask("Before the account ended");
      expect(shown(gone)).toContain("Before the account ended");
      await db.recipient.update({ where: { id: gone.recipientId }, data: { account }, select: { id: true } });
      await press(gone, "approve");
      expect(shown(gone)).toContain("You may not decide about this");
      expect(await statusOf(id)).toBe("IN_REVIEW");
      await ask("After the account ended");
      expect(JSON.stringify(simulator.received(gone.objectId))).not.toContain("After the account ended");
    }
  });
});

describe("a press", () => {
  const signed = (of: Somebody, broadcast: string, round = 1) =>
    signAction({ verb: "approve", broadcast, round, recipient: of.recipientId }, bot.secretKey);
  const personOf = (of: Somebody) => {
    const person = simulator.people.find(({ objectId }) => objectId === of.objectId);
    if (!person) throw new Error("There is no such person.");
    return person;
  };
  const send = (of: Somebody, data: unknown) => post(JSON.stringify(
    activities.execute(simulator.tenant, personOf(of), "1", { type: "Action.Execute", verb: "approve", data }),
  ));

  it("that Teams repeats, many times at once, approves once and always shows that it did", async () => {
    const id = await ask();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(bruno, signed(bruno, id))));
    for (const { status, body } of answers) expect([status, body]).toEqual([200, expect.stringContaining("Approved")]);
    expect(await listDecisions(db, id)).toHaveLength(1);
  });

  it("with data that were not signed, or signed for something else, decides nothing", async () => {
    const id = await ask();
    const { herald } = signed(bruno, id);
    const preferences = signAction({ verb: "preferences", broadcast: id, recipient: bruno.recipientId }, bot.secretKey).herald;
    const others = [
      { ...herald, signature: "x".repeat(43) },
      { ...herald, round: 2 },
      { ...herald, broadcast: randomUUID() },
      { ...herald, verb: "reject" },
      { ...preferences, verb: "approve", round: 1 },
      { ...signed(dora, id).herald, recipient: bruno.recipientId },
    ];
    for (const forged of others) expect((await send(bruno, { herald: forged })).body).toContain("not valid");
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("on somebody else's card decides nothing", async () => {
    const id = await ask();
    expect((await send(dora, signed(bruno, id))).body).toContain("This card was sent to somebody else");
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("by the author on a card that was made for them decides nothing", async () => {
    const id = await ask();
    await changeAssignedRole(db, author.actor.id, "admin");
    expect((await send(author, signed(author, id))).body).toContain("Your decision was not taken");
    await changeAssignedRole(db, author.actor.id, "author");
    expect((await send(author, signed(author, id))).body).toContain("You may not decide about this");
    expect(lines()).toMatchObject([{ reason: "RULE", status: 403, actorKind: "PERSON", route: "POST /api/messages" }]);
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("by somebody whose role went since the card came decides nothing", async () => {
    const id = await ask();
    await changeAssignedRole(db, dora.actor.id, "viewer");
    expect((await send(dora, signed(dora, id))).body).toContain("You may not decide about this");
    await changeAssignedRole(db, dora.actor.id, "approver");
    expect(await statusOf(id)).toBe("IN_REVIEW");
  });

  it("on the card of an earlier review says that there is nothing to decide", async () => {
    const id = await ask();
    await takeBackBroadcast.run(db, author.actor, { id });
    await sendBroadcast.run(db, author.actor, { id });
    expect((await send(bruno, signed(bruno, id, 1))).body).toContain("Nothing to decide any more");
    expect(await statusOf(id)).toBe("IN_REVIEW");
    expect((await send(bruno, signed(bruno, id, 2))).body).toContain("Approved");
    expect(await statusOf(id)).toBe("SCHEDULED");
  });
});
