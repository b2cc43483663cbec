// Whom an event reaches. One for an audience that has lost a team was taken, and its broadcast failed a moment later, where no
// system looks.
import { afterAll, expect, it } from "vitest";

import { openDb } from "@/lib/store/db";
import { createTestDatabase } from "@/lib/testing/database";

import { findEventAudience } from "./event-audience";
import { examineEvent } from "./event-rules";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());

it("an event for an audience that has lost a team is refused in words", async () => {
  const team = { tenantId: "t", teamsId: "19:night", name: "Night shift", serviceUrl: "https://x/" };
  const { id } = await db.team.create({ data: team, select: { id: true } });
  const audience = { kind: "TEAM_MEMBERS" as const, teamIds: [id] };
  const event = { people: undefined, unknownPeople: "REFUSE" as const, audience };
  expect((await findEventAudience(db, event)).issues).toEqual([]);
  await db.team.update({ where: { id }, data: { removedAt: new Date() } });
  const message = expect.stringContaining("The app has not been in the team Night shift of its audience since") as string;
  expect((await findEventAudience(db, event)).issues).toEqual([{ path: "audience", message }]);
});

// What goes out looks the unknown lines of a list up again, so the answer said fewer.
it("an event for a list counts whom it names since they became known", async () => {
  const counts = { rows: 1, unknown: 1 };
  const data = { name: "On call", authorName: "Ada", status: "READY", ...counts };
  const { id: listId } = await db.audienceList.create({ data });
  await db.audienceListFlaw.create({ data: { listId, line: 1, value: "dora@a.example", reason: "UNKNOWN" } });
  await db.recipient.create({ data: { tenantId: "t", externalId: "dora", displayName: "Dora", email: "Dora@a.example" } });
  const words = { template: "x", topic: "x", system: "x", actor: "x", affected: "x", variables: {} };
  const how = { unknownPeople: "REFUSE", priority: "NORMAL", onUnknown: "HOLD", dryRun: true } as const;
  const event = { ...words, ...how, audience: { kind: "CSV" as const, listId } };
  expect((await examineEvent(db, event, undefined)).estimate).toMatchObject({ total: 1 });
});
