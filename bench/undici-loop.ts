// The least that sending can cost: one pooled client, a body made beforehand, answers thrown away.
import { Pool } from "undici";

import type { Person } from "@/simulator/people";

import { exampleActivity } from "./example-activity";
import { inParallel } from "./in-parallel";

export async function sendWithUndici(serviceUrl: string, people: readonly Person[], connections: number): Promise<void> {
  const { origin, pathname } = new URL(serviceUrl);
  const pool = new Pool(origin, { connections });
  const body = JSON.stringify(exampleActivity());
  await inParallel(people, connections, async ({ conversationId }) => {
    const path = `${pathname}v3/conversations/${encodeURIComponent(conversationId)}/activities`;
    const answer = await pool.request({ method: "POST", path, body, headers: { "content-type": "application/json" } });
    await answer.body.dump();
    if (answer.statusCode !== 201) throw new Error(`The simulator answered ${answer.statusCode}.`);
  });
  await pool.close();
}
