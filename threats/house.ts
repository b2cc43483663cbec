// Herald as it is attacked: a production build with the real gate, whose keys are published by a server of ours, so that
// good tokens can be told from forged ones; the simulated Teams, which notes what it is asked; and Node's inspector.
import type { JWTPayload } from "jose";
import { z } from "zod";

import { startHerald } from "@/e2e/start-herald";
import { PRACTICE_APP_ID, PRACTICE_TENANT_ID } from "@/lib/domain/personas";
import { type Role, ROLES } from "@/lib/domain/role";
import { type DbPool, openDb } from "@/lib/store/db";
import { findFreePort } from "@/lib/store/embedded-cluster";
import type { Forger } from "@/lib/testing/forged-tokens";
import { makeKey, sign, startKeyServer } from "@/lib/testing/start-key-server";
import { teamsClaims } from "@/lib/testing/teams-claims";
import * as activities from "@/simulator/activities";
import type { Simulator } from "@/simulator/simulator";

import { inspect, type Inspector } from "./inspector";

export type House = {
  url: string;
  pid: number;
  /** Of the server that publishes the keys. */
  keysPort: string;
  databaseUrl: string;
  db: DbPool;
  simulator: Simulator;
  inspector: Inspector;
  forger: Forger;
  /** What Teams says when somebody installs the app, which is new to Herald each time. */
  activity(): activities.Activity & { conversation: { id: string } };
  /** A token as Teams would sign it. */
  goodToken(change?: JWTPayload): Promise<string>;
  /** Headers of somebody in this role. */
  session(role: Role): Promise<Record<string, string>>;
  key(role: Role): Record<string, string>;
  readLog(): string;
  stop(): Promise<void>;
};

const PEOPLE = 40;

export async function openHouse(): Promise<House> {
  const [teams, otherChannel, stranger] = await Promise.all([makeKey("teams"), makeKey("webchat"), makeKey("stranger")]);
  const keys = await startKeyServer([
    { key: teams, endorsements: ["msteams"] }, { key: otherChannel, endorsements: ["webchat"] },
  ]);
  const inspectorPort = await findFreePort();
  const herald = await startHerald({
    people: PEOPLE,
    directory: true,
    authorize: ({ serviceUrl }) => sign(teams, teamsClaims(String(serviceUrl))),
    teams: { limits: false, logRequests: true },
    settings: {
      BOT_AUTH: "on",
      BOT_METADATA_URL: keys.metadataUrl,
      BOT_APP_ID: PRACTICE_APP_ID,
      BOT_TENANT_ID: PRACTICE_TENANT_ID,
      NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}`,
    },
  });
  const { simulator, url, databaseUrl, readLog } = herald;
  const inspector = await inspect(inspectorPort);
  const db = openDb(databaseUrl, 3);
  const session = async (role: Role) => ({ "cookie": await herald.session(role), "sec-fetch-site": "same-origin" });
  const made = await makeKeys(url, await session("admin"));
  const [person] = simulator.people;
  if (!person) throw new Error("The simulated tenant is empty.");
  const claims = teamsClaims(simulator.serviceUrl);
  const forger = { claims, appId: PRACTICE_APP_ID, tenantId: PRACTICE_TENANT_ID, keys: { teams, otherChannel, stranger } };
  return {
    url, pid: herald.pid() ?? 0, keysPort: new URL(keys.metadataUrl).port, databaseUrl, db, simulator, inspector, forger, readLog,
    activity: () => newcomerOf(simulator),
    goodToken: (change = {}) => sign(teams, { ...teamsClaims(simulator.serviceUrl), ...change }),
    session,
    key: (role) => ({ authorization: `Bearer ${made.get(role) ?? ""}` }),
    stop: async () => {
      inspector.close();
      await db.$disconnect();
      await herald.stop();
      await keys.close();
    },
  };
}

/** Somebody whom Herald does not know yet, so that letting them in would leave a trace. */
function newcomerOf({ tenant }: Simulator): ReturnType<House["activity"]> {
  const [person] = tenant.people;
  if (!person) throw new Error("The simulated tenant is empty.");
  const id = crypto.randomUUID();
  const newcomer = { ...person, objectId: id, teamsUserId: `29:${id}`, conversationId: `a:${id}` };
  const activity = activities.installationUpdate(tenant, newcomer, "add");
  const conversation = { id: newcomer.conversationId, conversationType: "personal", tenantId: PRACTICE_TENANT_ID };
  return { ...activity, conversation };
}

async function makeKeys(url: string, admin: Record<string, string>): Promise<Map<Role, string>> {
  const made = new Map<Role, string>();
  for (const role of ROLES) {
    const response = await fetch(`${url}/api/api-keys`, {
      method: "POST", headers: { ...admin, "content-type": "application/json" },
      body: JSON.stringify({ name: `threats ${role}`, role }),
    });
    made.set(role, z.object({ key: z.string() }).parse(await response.json()).key);
  }
  return made;
}
