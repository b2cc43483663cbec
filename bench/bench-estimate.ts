// What an estimate costs as the audience grows more complicated, asked as the console asks it, and how the database runs the
// largest one.
import { randomUUID } from "node:crypto";
import { z } from "zod";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { startHerald } from "@/e2e/start-herald";
import { SYSTEM_ACTOR } from "@/lib/commands/command";
import { createApiKey } from "@/lib/commands/create-api-key";
import type { Audience } from "@/lib/domain/audience";
import { PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { countsSql } from "@/lib/store/count-audience";
import { type DbPool, openDb } from "@/lib/store/db";
import { Prisma } from "@/lib/store/generated/client";
import { getTopicByKey } from "@/lib/store/topics";

import { addDirectoryPeople } from "./bench-database";
import { databaseCpuSeconds } from "./database-cpu";
import { promise } from "./promise";

const DEFAULT_PEOPLE = 100_000;
const LOOKS = 7;
const WANTED_MS = 300;

/** `npm run bench -- estimate [PEOPLE]` */
export async function benchEstimate([given]: string[]): Promise<void> {
  const people = Number(given ?? DEFAULT_PEOPLE);
  const herald = await startHerald({ people: 1, settings: { ENGINE: "off" } });
  const db = openDb(herald.databaseUrl, 4);
  try {
    // Whoever the simulated tenant begins with is none of them.
    await db.$executeRaw`DELETE FROM recipients`;
    await addDirectoryPeople(db, people);
    const audiences = await makeAudiences(db, people);
    const topic = (await getTopicByKey(db, "company-news")) ?? null;
    const { key } = await createApiKey.run(db, SYSTEM_ACTOR, { name: "bench", role: "author" });
    console.log(`POST /api/audiences/estimate among ${people.toLocaleString("en")} recipients, median and worst of ${LOOKS} in ms (wanted ≤ 300 at 100,000), and the database's CPU for one:`);
    for (const [name, audience] of audiences) {
      const ask = () => estimate(herald.url, key, { audience, topic: "company-news", onMissing: "INSTALL" });
      await ask();
      const times: number[] = [];
      const cpuBefore = await databaseCpuSeconds(db);
      let total = 0;
      for (let look = 0; look < LOOKS; look += 1) {
        const started = performance.now();
        ({ total } = await ask());
        times.push(performance.now() - started);
      }
      const cpuMs = ((await databaseCpuSeconds(db)) - cpuBefore) * 1000 / LOOKS;
      times.sort((a, b) => a - b);
      const [median = 0, worst = 0] = [times[Math.floor(LOOKS / 2)], times.at(-1)];
      console.log(`  ${name.padEnd(64)} ${String(total).padStart(9)} people ${median.toFixed(0).padStart(6)} ${worst.toFixed(0).padStart(6)} ${cpuMs.toFixed(0).padStart(6)}`);
      promise(median <= WANTED_MS || people > DEFAULT_PEOPLE, `${name} within ${WANTED_MS} ms`);
    }
    const last = audiences.at(-1)?.[1];
    if (last) await printPlan(db, Prisma.sql`EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) ${countsSql(last, topic, "LOOKUP")}`);
  } finally {
    await db.$disconnect();
    await herald.stop();
  }
}

async function estimate(url: string, key: string, question: object): Promise<{ total: number }> {
  const answer = await fetch(`${url}/api/audiences/estimate`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  if (answer.status !== 200) throw new Error(`The estimate was answered ${answer.status}: ${await answer.text()}`);
  return SCHEMAS.Estimate.parse(await answer.json());
}

async function printPlan(db: DbPool, explain: Prisma.Sql): Promise<void> {
  const plan = z.array(z.object({ "QUERY PLAN": z.string() })).parse(await db.$queryRaw(explain));
  console.log("how the last one is counted:");
  for (const row of plan) console.log(`  ${row["QUERY PLAN"]}`);
}

async function makeAudiences(db: DbPool, people: number): Promise<[string, Audience][]> {
  const everyNth = (n: number): Prisma.Sql => Prisma.sql`substr(r.display_name, 8)::int % ${n} = 0`;
  const teams = await Promise.all(Array.from({ length: 20 }, (_, index) => addTeam(db, everyNth(4 + index))));
  const groups = await Promise.all(Array.from({ length: 10 }, (_, index) => addGroup(db, everyNth(2 + index))));
  const listId = await addList(db, everyNth(3));
  await db.$executeRaw`VACUUM (ANALYZE) team_members, entra_group_members, audience_list_entries, recipients, conversation_references, opt_outs`;
  const team: Audience = { kind: "TEAM_MEMBERS", teamIds: teams };
  const group: Audience = { kind: "ENTRA_GROUP", groupIds: groups };
  const list: Audience = { kind: "CSV", listId };
  const filter: Audience = { kind: "FILTER", language: ["de"], department: ["Department 4", "Department 8"], hasApp: true };
  return [
    ["everyone", { kind: "ALL" }],
    ["a filter by language, department and having the app", filter],
    ["members of 20 teams", team],
    ["members of 10 groups", group],
    [`a list of ${Math.floor(people / 3)}`, list],
    ["teams, groups, the list and the filter together", { kind: "UNION", of: [team, group, list, filter] }],
    ["everyone but the list", { kind: "EXCEPT", of: { kind: "ALL" }, without: list }],
    [
      "everyone, the teams, groups and filter; not the list or filter",
      {
        kind: "EXCEPT",
        of: { kind: "UNION", of: [{ kind: "ALL" }, team, group, filter] },
        without: { kind: "UNION", of: [list, filter] },
      },
    ],
  ];
}

async function addTeam(db: DbPool, members: Prisma.Sql): Promise<string> {
  const id = randomUUID();
  const team = { id, tenantId: PRACTICE_TENANT_ID, teamsId: id, name: "Team", serviceUrl: "https://teams.invalid/" };
  await db.team.create({ data: { ...team, rosterRead: { create: { status: "READ", readAt: new Date() } } } });
  await db.$executeRaw`INSERT INTO team_members (team_id, recipient_id)
    SELECT ${id}::uuid, r.id FROM recipients r WHERE ${members}`;
  return id;
}

async function addGroup(db: DbPool, members: Prisma.Sql): Promise<string> {
  const id = randomUUID();
  const reading = { reading: "READ", generation: 1, readAt: new Date() };
  await db.entraGroup.create({
    data: { id, tenantId: PRACTICE_TENANT_ID, objectId: id, name: "Group", kind: "SECURITY", ...reading },
  });
  await db.$executeRaw`INSERT INTO entra_group_members (group_id, recipient_id, generation)
    SELECT ${id}::uuid, r.id, 1 FROM recipients r WHERE ${members}`;
  return id;
}

async function addList(db: DbPool, members: Prisma.Sql): Promise<string> {
  const id = randomUUID();
  await db.audienceList.create({ data: { id, name: "List", status: "READY", authorName: "bench" } });
  await db.$executeRaw`INSERT INTO audience_list_entries (list_id, recipient_id)
    SELECT ${id}::uuid, r.id FROM recipients r WHERE ${members}`;
  return id;
}
