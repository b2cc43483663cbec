// Threat 4: service URLs that got into the database in spite of everything. Each of them would be sent the bot's token. A
// server of ours listens where they lead, and Node's inspector sees every connection that Herald opens.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout as rest } from "node:timers/promises";
import { z } from "zod";

import { COMPLETE_NOTIFICATION } from "@/lib/testing/complete-notification";

import { ask, JSON_TYPE } from "./ask";
import { attempt } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

/** `port` is where the server of ours listens, and `own` the origin that is allowed. */
function hostileUrls(port: number, own: string): string[] {
  const { host } = new URL(own);
  return [
    `http://127.0.0.1:${port}/teams/`, `http://localhost:${port}/`, `http://[::1]:${port}/`, `http://2130706433:${port}/`,
    `http://0x7f.1:${port}/`, `https://127.0.0.1:${port}/`, `http://${host}@127.0.0.1:${port}/`, `http://x:y@${host}/teams/`,
    `https://smba.trafficmanager.net@127.0.0.1:${port}/`, `http://127.0.0.1:${port}\\@${host}/`, `http://127.0.0.1:${port}#@${host}/`,
    `${own}/?next=http://127.0.0.1:${port}/`, `http://smba.trafficmanager.net/emea/`, "https://smba.trafficmanager.net:8443/emea/",
    "https://evil.trafficmanager.net/", "https://smba.trafficmanager.net.evil.example/", "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd", "data:text/plain,x", "javascript:alert(1)", `//127.0.0.1:${port}/`, "", `http://127.0.0.1:${port}/${"a".repeat(600)}`,
  ];
}

const AT_ONCE = 4;
const FINISH_MS = 90_000;

export async function serviceUrls(house: House): Promise<Row[]> {
  let arrivals = 0;
  const trap = createServer((socket) => {
    arrivals += 1;
    socket.destroy();
  });
  trap.listen(0).unref();
  await once(trap, "listening");
  const urls = hostileUrls((trap.address() as AddressInfo).port, house.simulator.url);
  const select = { recipientId: true, serviceUrl: true } as const;
  const held = await house.db.conversationReference.findMany({ take: urls.length, select });
  for (const [index, { recipientId }] of held.entries()) {
    await house.db.conversationReference.update({ where: { recipientId }, data: { serviceUrl: urls[index] ?? "" }, select });
  }
  const row = await attempt(house, `4 ${urls.length} stored service URLs`, { tables: "ANY" }, async ({ note, fault, figure }) => {
    if (held.length < urls.length) fault(`only ${held.length} of ${urls.length} could be stored`);
    // Few at a time, and what was refused forgotten in between: after ten refusals Herald takes it for an incident and waits.
    const ids: string[] = [];
    for (let at = 0; at < held.length; at += AT_ONCE) {
      ids.push(await send(house, held.slice(at, at + AT_ONCE).map(({ recipientId }) => recipientId)));
      await house.db.answerSlice.deleteMany();
    }
    const where = { broadcastId: { in: ids } };
    const deliveries = await house.db.delivery.findMany({ where, select: { status: true, reason: true } });
    const ends = new Map<string, number>();
    for (const { status, reason } of deliveries) {
      const end = `${status}${reason === null ? "" : ` (${reason})`}`;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      note(`a delivery that ended ${status}`, { status: 0 }, ["FAILED", "SKIPPED"].includes(status) ? [0] : []);
    }
    figure([...ends].map(([end, count]) => `${end} × ${count}`).join(", "));
    if (arrivals > 0) fault(`${arrivals} connections arrived`);
  });
  for (const { recipientId, serviceUrl } of held) {
    await house.db.conversationReference.update({ where: { recipientId }, data: { serviceUrl, state: "ACTIVE" }, select });
  }
  trap.close();
  return [row];
}

/** A broadcast to these people, which has come to its end. */
export async function send(house: House, recipientIds: readonly string[]): Promise<string> {
  const call = async <S extends z.ZodType>(schema: S, method: string, path: string, body?: object): Promise<z.output<S>> => {
    const headers = { ...house.key("author"), ...(body ? JSON_TYPE : {}) };
    const answer = await ask(house.url, { method, path, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return schema.parse(JSON.parse(answer.text));
  };
  const audience = { kind: "RECIPIENTS", recipientIds };
  const draft = { topic: "company-news", message: COMPLETE_NOTIFICATION, audience };
  const { id } = await call(z.object({ id: z.string() }), "POST", "/api/broadcasts", draft);
  const estimate = await call(z.looseObject({}), "POST", "/api/audiences/estimate", { audience, topic: draft.topic });
  await call(z.looseObject({ id: z.string() }), "POST", `/api/broadcasts/${id}/send`, { estimate });
  const deadline = performance.now() + FINISH_MS;
  let status = "SENDING";
  while (performance.now() < deadline) {
    ({ status } = await call(z.object({ status: z.string() }), "GET", `/api/broadcasts/${id}`));
    if (status === "FINISHED" || status === "FAILED") return id;
    await rest(300);
  }
  throw new Error(`The broadcast does not come to its end: it is ${status}.`);
}
