// Why one person gets a message or does not, in every way that can be.
import { afterAll, describe, expect, test } from "vitest";

import type { Audience } from "@/lib/domain/audience";
import { buildTown, membersOf, type Townsman } from "@/lib/testing/audience-town";
import { createTestDatabase } from "@/lib/testing/database";

import { openDb } from "./db";
import { explainPerson } from "./explain-person";

const { databaseUrl } = await createTestDatabase();
const db = openDb(databaseUrl, 2);
afterAll(() => db.$disconnect());
const town = await buildTown(db);
const [teamId = ""] = town.teamIds;
const [listId = ""] = town.listIds;
const team: Audience = { kind: "TEAM_MEMBERS", teamIds: [teamId] };
const list: Audience = { kind: "CSV", listId };

const isMember = ({ kind, account, guest }: Townsman): boolean => kind === "PERSON" && account === "ENABLED" && !guest;
const reachable = (one: Townsman): boolean => isMember(one) && one.state === "ACTIVE";

function pick(belongs: (one: Townsman) => boolean): string {
  const found = town.people.find(belongs);
  if (!found) throw new Error("Nobody in this town is like that.");
  return found.id;
}

const ask = (recipientId: string, audience: Audience, onMissing: "SKIP" | "INSTALL" = "SKIP") =>
  explainPerson(db, { audience, topic: null, onMissing, recipientId });

describe("a person", () => {
  test("who is in gets it, and through what", async () => {
    const id = pick((one) => reachable(one) && membersOf(town, team).has(one.id));
    expect(await ask(id, team)).toMatchObject({
      outcome: "GETS", reason: null, parts: [{ kind: "TEAM_MEMBERS", names: true, excludes: false, through: ["Team"] }],
    });
  });

  test("whom no part names is told so for each", async () => {
    const id = pick((one) => one.kind === "PERSON" && !membersOf(town, { kind: "UNION", of: [team, list] }).has(one.id));
    const explanation = await ask(id, { kind: "UNION", of: [team, list] });
    expect(explanation).toMatchObject({ outcome: "NOT_NAMED", parts: [{ names: false }, { names: false, through: [] }] });
  });

  test("who is taken out again is told by what", async () => {
    const id = pick((one) => membersOf(town, list).has(one.id));
    const explanation = await ask(id, { kind: "EXCEPT", of: { kind: "ALL" }, without: list });
    expect(explanation).toMatchObject({
      outcome: "EXCLUDED",
      parts: [{ kind: "ALL", names: true, excludes: false }, { kind: "CSV", names: true, excludes: true }],
    });
    expect(explanation?.parts[1]?.through).toHaveLength(1);
  });

  test("who is in, and cannot get it, is told why", async () => {
    const id = pick((one) => isMember(one) && one.state === "BLOCKED");
    expect(await ask(id, { kind: "ALL" })).toMatchObject({ outcome: "SKIPPED", reason: "BLOCKED" });
  });

  test("who lacks the app gets it once it is installed, when that is wanted", async () => {
    const id = pick((one) => isMember(one) && one.state === null);
    expect(await ask(id, { kind: "ALL" })).toMatchObject({ outcome: "SKIPPED", reason: "NOT_INSTALLED" });
    expect(await ask(id, { kind: "ALL" }, "INSTALL")).toMatchObject({ outcome: "AFTER_INSTALL", reason: "NOT_INSTALLED" });
  });
});

test("everybody is explained as the audience is frozen", async () => {
  const of: Audience = { kind: "UNION", of: [team, { kind: "FILTER", country: ["Peru"] }] };
  const audience: Audience = { kind: "EXCEPT", of, without: list };
  const members = membersOf(town, audience);
  for (const { id } of town.people.slice(0, 40)) {
    const { outcome } = (await ask(id, audience)) ?? {};
    expect([id, outcome !== "EXCLUDED" && outcome !== "NOT_NAMED"]).toEqual([id, members.has(id)]);
  }
});
