// A person with something in every table that keeps personal data, for the tests of export and erasure; and a search for
// anything of theirs through the whole database.
import { randomUUID } from "node:crypto";
import { z } from "zod";

import { NO_APPROVAL } from "@/lib/domain/approval";
import { saveApprovalRule } from "@/lib/store/approvals";
import { saveAuditEvent } from "@/lib/store/audit";
import type { DbPool } from "@/lib/store/db";

import { sendToAll } from "./make-broadcast";

export type Planted = {
  recipientId: string;
  tenantId: string;
  objectId: string;
  memberId: string;
  topicId: string;
  /** With a delivery, attempts and interactions each: one sent, one failed, one still queued. */
  broadcastIds: string[];
  /** None of these may be found anywhere after an erasure. */
  traces: string[];
};

export async function plantPerson(db: DbPool, marker: string): Promise<Planted> {
  const [recipientId, objectId, personId] = [randomUUID(), randomUUID(), randomUUID()];
  const tenantId = "t";
  const memberId = `29:${marker}`;
  const name = `${marker} Zweifel`;
  const email = `${marker}@mail.example`;
  const principalName = `${marker}_p@sign-in.example`;
  const select = { id: true } as const;
  const topic = await db.topic.findUniqueOrThrow({ where: { key: "company-news" }, select });
  await db.recipient.create({
    select,
    data: {
      id: recipientId, tenantId, externalId: objectId, displayName: name, givenName: marker, email, principalName,
      department: `Department ${marker}`, jobTitle: `Job ${marker}`, account: "ENABLED", locale: "de-DE",
      learntLocale: "de-DE",
      reference: {
        create: {
          serviceUrl: "https://x/", conversationId: `a:${marker}`, memberId, botId: "28:b", state: "ACTIVE", source: "INSTALL",
          seenAt: new Date(),
        },
      },
      install: { create: { tenantId, status: "INSTALLED", settledAt: new Date() } },
      optOuts: { create: [{ topicId: topic.id, reason: `Reason of ${marker}` }, { topicId: null }] },
    },
  });
  const teamId = await plantPlaces(db, { recipientId, tenantId, objectId, name, principalName });
  await db.person.create({
    select,
    data: {
      id: personId, tenantId, objectId, displayName: name, role: "author",
      sessions: { create: { tokenHash: randomUUID(), source: "ENTRA", expiresAt: new Date(Date.now() + 60_000) } },
    },
  });
  const planted = { recipientId, tenantId, objectId, memberId, topicId: topic.id };
  await db.apiKey.create({
    select, data: { name: "Made by somebody", role: "author", keyHash: randomUUID(), hint: "h", madeById: personId },
  });
  const broadcastIds = await plantHistory(db, marker, planted);
  await db.approval.create({
    select, data: { broadcastId: broadcastIds[0] ?? "", revision: 1, decision: "APPROVED", personId, comment: `By ${marker}` },
  });
  const notice = { broadcastId: broadcastIds[0] ?? "", round: 1, recipientId, kind: "REQUEST" };
  await db.approvalNotice.create({ select, data: notice });
  await saveApprovalRule(db, { ...NO_APPROVAL, approverIds: [personId] });
  const expiresAt = new Date(Date.now() + 60_000);
  await db.export.create({
    select, data: { kind: "RECIPIENTS", owner: `PERSON:${personId}`, query: { kind: "RECIPIENTS" }, expiresAt },
  });
  await db.broadcast.updateMany({
    where: { id: broadcastIds[1] ?? "" },
    data: {
      authorId: objectId, authorName: name, editorId: objectId, requestedBy: objectId, requestedName: name,
      statusReason: `Taken back by Once ${name}.`, statusBy: objectId,
      audience: { kind: "RECIPIENTS", recipientIds: [recipientId] },
    },
  });
  await plantStandingDelivery(db, name, tenantId);
  await plantEvents(db, { email, principalName });
  await plantAudit(db, { recipientId, personId, name, teamId, broadcastId: broadcastIds[0] ?? "" });
  return { ...planted, broadcastIds, traces: [recipientId, objectId, personId, marker] };
}

/** Team, group, list and saved audience; answers the team's id. */
async function plantPlaces(
  db: DbPool,
  { recipientId, tenantId, objectId, name, principalName }: Record<"name" | "principalName", string>
    & Pick<Planted, "recipientId" | "tenantId" | "objectId">,
): Promise<string> {
  const select = { id: true } as const;
  const team = await db.team.create({
    select,
    data: {
      tenantId, teamsId: `19:${randomUUID()}`, name: "Works", serviceUrl: "https://x/",
      installerId: recipientId, installerName: name,
      members: { create: { recipientId } },
    },
  });
  await db.recipient.create({
    select,
    data: { tenantId, kind: "GROUP_CHAT", externalId: `19:${randomUUID()}@thread.v2`, chatMembers: { create: { recipientId } } },
  });
  await db.entraGroup.create({
    select,
    data: {
      tenantId, objectId: randomUUID(), name: "Group", kind: "SECURITY", members: { create: { recipientId, generation: 0 } },
    },
  });
  await db.audienceList.create({
    select,
    data: {
      name: randomUUID(), authorName: `Once ${name}`, authorId: objectId, rows: 2, people: 1, unknown: 1,
      entries: { create: { recipientId } }, flaws: { createMany: { data: flawsOf(name, principalName) } },
    },
  });
  await db.audience.create({
    select, data: { name: randomUUID(), definition: { kind: "RECIPIENTS", recipientIds: [recipientId] } },
  });
  return team.id;
}

/** What stood in the lines of the file that could not be used, as it stood there. */
function flawsOf(name: string, principalName: string) {
  const [first = "", last = ""] = name.split(" ");
  const cut = `;${principalName.slice(0, first.length + 3)}`;
  return [
    { line: 2, value: principalName.toUpperCase(), reason: "UNKNOWN" },
    { line: 3, value: `17;"${name};${principalName}`, reason: "QUOTES" },
    { line: 4, value: `${last}, ${first.toUpperCase()} (Works)`, reason: "NO_ID" },
    { line: 5, value: cut.padStart(100, "x"), reason: "TOO_LONG" },
    { line: 6, value: `;${name.slice(0, first.length + 4)}`.padStart(100, "x"), reason: "QUOTES" },
  ];
}

async function plantHistory(
  db: DbPool, marker: string, { recipientId, tenantId }: Pick<Planted, "recipientId" | "tenantId">,
): Promise<string[]> {
  const ids: string[] = [];
  for (const status of ["SENT", "FAILED", "QUEUED"]) {
    const broadcastId = await sendToAll(db);
    const reason = status === "FAILED" ? "MAX_ATTEMPTS" : null;
    const ended = { reason, settledAt: status === "QUEUED" ? null : new Date() };
    const key = { broadcastId, recipientId };
    await db.delivery.create({
      select: { broadcastId: true },
      data: {
        ...key, ...ended, tenantId, status, recipientName: `${marker} Zweifel`, conversationId: `a:${marker}`,
        activityId: `activity-${marker}`, context: { installer: `${marker} Zweifel` },
      },
    });
    await db.attempt.create({
      select: { broadcastId: true },
      data: {
        ...key, epoch: 1, startedAt: new Date(), outcome: "REFUSED", correlationId: `correlation-${marker}`,
        activityId: `activity-${marker}`,
      },
    });
    await db.interaction.create({ select: { id: true }, data: { ...key, kind: "READ" } });
    ids.push(broadcastId);
  }
  return ids;
}

/** Somebody else was welcomed into a team in which the person had installed the app. */
async function plantStandingDelivery(db: DbPool, installer: string, tenantId: string): Promise<void> {
  const standing = await db.broadcast.findFirstOrThrow({ where: { purpose: "STANDING" }, select: { id: true } });
  const other = await db.recipient.create({ data: { tenantId, externalId: randomUUID() }, select: { id: true } });
  await db.delivery.create({
    select: { broadcastId: true },
    data: { broadcastId: standing.id, recipientId: other.id, tenantId, context: { team: "Works", installer } },
  });
}

async function plantEvents(db: DbPool, { email, principalName }: { email: string; principalName: string }): Promise<void> {
  const key = await db.apiKey.create({
    select: { id: true }, data: { name: "system", role: "author", keyHash: randomUUID(), hint: "h" },
  });
  const event = { apiKeyId: key.id, keyName: "system", bodyHash: "b", templateName: "t", topic: "company-news" };
  const refusal = {
    code: "BAD_INPUT", detail: "x", issues: [{ path: "people.0", message: `Nobody is known by ${email.toUpperCase()}.` }],
  };
  await db.externalEvent.create({ select: { id: true }, data: { ...event, outcome: "REFUSED", refusal } });
  await db.externalEvent.create({
    select: { id: true }, data: { ...event, outcome: "DRY_RUN", leftOut: ["nobody@mail.example", principalName] },
  });
}

type Deeds = Record<"recipientId" | "personId" | "name" | "teamId" | "broadcastId", string>;

async function plantAudit(db: DbPool, { recipientId, personId, name, teamId, broadcastId }: Deeds): Promise<void> {
  const asRecipient = { kind: "RECIPIENT", id: recipientId, name };
  await saveAuditEvent(db, { actor: asRecipient, command: "opt-out", target: { kind: "recipient", id: recipientId } });
  await saveAuditEvent(db, {
    actor: { kind: "PERSON", id: personId, name },
    command: "save-draft",
    target: { kind: "team", id: teamId },
    detail: { recipientId },
  });
  await saveAuditEvent(db, {
    // As lines of before are, which have the approver's remark.
    actor: { kind: "PERSON", id: personId, name },
    command: "decide-broadcast",
    target: { kind: "broadcast", id: broadcastId },
    detail: { decision: "APPROVED", comment: `By ${name}` },
  });
}

const tablesSchema = z.array(z.object({ name: z.string() }));
const foundSchema = z.array(z.object({ row: z.string() }));

/** Every row of every table of ours, whole, that has this text in any of its columns; by the name of the table. */
export async function findTraces(db: DbPool, traces: readonly string[]): Promise<string[]> {
  const tables = tablesSchema.parse(await db.$queryRaw`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    for (const trace of traces) {
      const rows = foundSchema.parse(
        await db.$queryRawUnsafe(`SELECT x::text AS row FROM ${name} x WHERE x::text ILIKE $1`, `%${trace}%`),
      );
      found.push(...rows.map(({ row }) => `${name}: ${row}`));
    }
  }
  return found;
}
