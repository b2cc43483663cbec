// People of the console, an audience of five, and short ways to ask for an approval and to give it, for the tests of approval.
import { randomUUID } from "node:crypto";
import { afterAll, expect } from "vitest";

import type { Actor } from "@/lib/commands/command";
import { decideBroadcast } from "@/lib/commands/decide-broadcast";
import { saveDraft } from "@/lib/commands/save-draft";
import { sendBroadcast } from "@/lib/commands/send-broadcast";
import { type ApprovalRule, NO_APPROVAL } from "@/lib/domain/approval";
import type { BroadcastInput } from "@/lib/domain/broadcast";
import type { Role } from "@/lib/domain/role";
import { AppError } from "@/lib/errors";
import { saveApprovalRule } from "@/lib/store/approvals";
import type { Broadcast } from "@/lib/store/broadcast-columns";
import { getBroadcast } from "@/lib/store/broadcasts";
import { openDb } from "@/lib/store/db";
import { assignRole } from "@/lib/store/people";

import { COMPLETE_NOTIFICATION } from "./complete-notification";
import { createTestDatabase } from "./database";

export type HousePerson = Extract<Actor, { kind: "PERSON" }>;
export const HOUSE_TENANT = "t";
export const HOUSE_KEY = { kind: "API_KEY", id: randomUUID(), name: "key", role: "admin" } as const satisfies Actor;

/** Call at the top of a test file. */
export async function startApprovalHouse() {
  const { databaseUrl } = await createTestDatabase();
  const db = openDb(databaseUrl, 10);
  afterAll(() => db.$disconnect());

  async function somebody(name: string, role: Role): Promise<HousePerson> {
    const objectId = randomUUID();
    const { id } = await assignRole(db, { tenantId: HOUSE_TENANT, objectId, displayName: name, role });
    return { kind: "PERSON", id, name, role, tenantId: HOUSE_TENANT, objectId };
  }

  await db.recipient.createMany({
    data: Array.from({ length: 5 }, (_, n) => ({ tenantId: HOUSE_TENANT, externalId: `r${n}`, displayName: `R${n}` })),
  });
  const author = await somebody("Amelia", "author");

  async function draft(input: Partial<BroadcastInput> = {}, actor: Actor = author): Promise<Broadcast> {
    return saveDraft.run(db, actor, {
      topic: "company-news", message: COMPLETE_NOTIFICATION, audience: { kind: "ALL" }, ...input,
    });
  }

  /** A broadcast in review. */
  async function asked(input: Partial<BroadcastInput> = {}, actor: Actor = author): Promise<Broadcast> {
    const { id } = await draft(input, actor);
    const sent = await sendBroadcast.run(db, actor, { id });
    expect(sent.status).toBe("IN_REVIEW");
    return sent;
  }

  return {
    db,
    author,
    boss: await somebody("Chiara", "admin"),
    bruno: await somebody("Bruno", "approver"),
    dora: await somebody("Dora", "approver"),
    somebody,
    draft,
    asked,
    rule: (part: Partial<ApprovalRule>) => saveApprovalRule(db, { ...NO_APPROVAL, ...part }),
    approve: (actor: Actor, id: string, more: { revision?: number; round?: number; comment?: string } = {}) =>
      decideBroadcast.run(db, actor, { id, decision: "APPROVED", ...more }),
    reject: (actor: Actor, id: string, comment = "Not yet.") =>
      decideBroadcast.run(db, actor, { id, decision: "REJECTED", comment }),
    statusOf: async (id: string) => (await getBroadcast(db, id))?.status,
  };
}

/** The code of the refusal; empty when there was none. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "";
}
