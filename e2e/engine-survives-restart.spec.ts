// kill -9 in the middle of two thousand sends: the next start finishes them by itself, nobody is lost, and a message
// arrives twice only where the author was told that it might. What really arrived is told by the simulated Teams.
import type { Simulator } from "@/simulator/simulator";

import { ApiClient, type BroadcastDetail, makeApiKey } from "./api-client";
import { completeDraft } from "./example-messages";
import { bareTest as test, expect } from "./fixtures";
import { type Herald, startHerald } from "./start-herald";

const PEOPLE = 2_000;
const RATE_PER_SECOND = 400;
/** worker.ts: requests on the wire at once. */
const CONNECTIONS = 64;
/** P3 of the promise: what was on the wire, and half a second of sends. */
const MOST_UNCONFIRMED = CONNECTIONS + RATE_PER_SECOND / 2;

test.describe.configure({ mode: "serial" });

let herald: Herald;
let api: ApiClient;
/** Whose delivery is whose: Herald's id of each person, and the id Teams knows them by. */
let everybody: readonly { id: string; objectId: string }[];

test.beforeAll(async ({ guarded }) => {
  herald = await startHerald({
    guarded,
    people: PEOPLE,
    settings: { SEND_RATE_PER_SECOND: String(RATE_PER_SECOND), REQUEST_TIMEOUT_MS: "1000" },
    teams: { limits: false, latencyMs: 40 },
  });
  api = ApiClient.withKey(herald.url, makeApiKey(herald.env, "fault-test", "author"));
  await herald.simulator.installsFinished();
  everybody = await api.recipients();
  expect(everybody).toHaveLength(PEOPLE);
});

test.afterAll(() => herald.stop());

test("a server that is killed in mid-send finishes by itself, and loses nobody", async () => {
  const title = "The server may die now";
  const { id } = await api.draft(completeDraft({ title }));
  await api.tell(id, "send", { confirmed: PEOPLE });
  await api.until(id, ({ counts }) => counts.sent > 400);
  await herald.kill();
  const before = arrivals(herald.simulator, title);
  expect(total(before)).toBeLessThan(PEOPLE);
  await herald.restart();

  const report = await api.finished(id, 40_000);
  expect(report.counts).toMatchObject({ total: PEOPLE, queued: 0, sending: 0, retryWait: 0, failed: 0, skipped: 0 });
  expect(report.counts.unconfirmed).toBeGreaterThan(0);
  expect(report.counts.unconfirmed).toBeLessThanOrEqual(MOST_UNCONFIRMED);
  expect(report.possibleDuplicates).toBe(0);
  const states = await statesOf(id);
  const arrived = arrivals(herald.simulator, title);
  for (const person of everybody) {
    const times = arrived.get(person.objectId) ?? 0;
    // HOLD never sends twice, and nobody is shown as sent who has nothing.
    expect(times).toBeLessThanOrEqual(1);
    if (states.get(person.id) === "SENT") expect(times).toBe(1);
    else expect(states.get(person.id)).toBe("UNCONFIRMED");
  }

  const { unconfirmed } = report.counts;
  expect(unconfirmed).toBe([...states.values()].filter((status) => status === "UNCONFIRMED").length);
  await resendUnconfirmed(id, title, report, states);
});

/** Now the author wants them sent again: each of them is flagged, and nobody is left without. */
async function resendUnconfirmed(id: string, title: string, before: BroadcastDetail, states: Map<string, string>): Promise<void> {
  await api.tell(id, "resolve-unconfirmed", { decision: "RESEND" });
  const report = await api.finished(id);
  expect(report.counts).toMatchObject({ total: PEOPLE, sent: PEOPLE, unconfirmed: 0 });
  expect(report.possibleDuplicates).toBe(before.counts.unconfirmed);
  const flagged = (await api.deliveries(id)).filter(({ possibleDuplicate }) => possibleDuplicate);
  const uncertain = [...states].filter(([, status]) => status === "UNCONFIRMED").map(([recipientId]) => recipientId);
  expect(flagged.map(({ recipientId }) => recipientId).toSorted()).toEqual(uncertain.toSorted());
  const arrived = arrivals(herald.simulator, title);
  for (const person of everybody) {
    const times = arrived.get(person.objectId) ?? 0;
    expect(times).toBeGreaterThanOrEqual(1);
    expect(times).toBeLessThanOrEqual(uncertain.includes(person.id) ? 2 : 1);
  }
  const again = await api.refused("POST", `broadcasts/${id}/resolve-unconfirmed`, { body: { decision: "CLOSE" } });
  expect(again).toMatchObject({ status: 409, code: "CONFLICT" });
}

test("what nobody can confirm is closed when its author says so", async () => {
  const title = "Some of these are never answered";
  herald.simulator.setFaults([
    { kind: "hang", times: 3, match: { operations: ["postActivity"] } },
    { kind: "acceptThenHang", times: 2, match: { operations: ["postActivity"] } },
  ]);
  const audience = { kind: "RECIPIENTS", recipientIds: everybody.slice(0, 40).map(({ id }) => id) };
  const { id } = await api.draft({ ...completeDraft({ title }), audience });
  await api.tell(id, "send");
  const held = await api.finished(id);
  expect(held.counts).toMatchObject({ total: 40, sent: 35, unconfirmed: 5 });

  await api.tell(id, "resolve-unconfirmed", { decision: "CLOSE" });
  const closed = await api.finished(id);
  expect(closed.counts).toMatchObject({ total: 40, sent: 35, failed: 5, unconfirmed: 0 });
  expect(closed.reasons).toContainEqual({ status: "FAILED", reason: "CLOSED", count: 5 });
  expect(total(arrivals(herald.simulator, title))).toBe(37);
});

/** How often each person got the message with this title. */
function arrivals(simulator: Simulator, title: string): Map<string, number> {
  const counts = simulator.people.map(({ objectId }): [string, number] => {
    return [objectId, simulator.received(objectId).filter(({ summary }) => summary === title).length];
  });
  return new Map(counts);
}

function total(counts: Map<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

async function statesOf(id: string): Promise<Map<string, string>> {
  const rows = await api.deliveries(id);
  return new Map(rows.map(({ recipientId, status }) => [recipientId, status]));
}
