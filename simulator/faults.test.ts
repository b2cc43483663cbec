// Faults are reproducible, strike only what they match, and tell apart what was accepted from what was not.
import { expect, test } from "vitest";

import type { FaultInput } from "./faults";
import { Faults } from "./faults";
import type { Simulator } from "./simulator";
import { cardActivity, type ConnectorCaller, withSimulator } from "./testing-bot";

const POST = { operation: "postActivity", method: "POST", personId: "p", conversationId: "c" } as const;

test("the same seed and list give the same failures", () => {
  const draw = (): boolean[] => {
    const faults = new Faults(7);
    faults.replace([{ kind: "status", probability: 0.3 }]);
    return Array.from({ length: 200 }, () => faults.pick(POST) !== undefined);
  };
  expect(draw()).toEqual(draw());
  expect(draw().filter(Boolean).length).toBeGreaterThan(30);
});

test("a fault strikes only as often as told, and then the next one in the list", () => {
  const faults = new Faults(1);
  faults.replace([{ kind: "status", code: "ServiceError", times: 2 }, { kind: "hang", times: 1 }]);
  const kinds = Array.from({ length: 4 }, () => faults.pick(POST)?.kind);
  expect(kinds).toEqual(["status", "status", "hang", undefined]);
  expect(faults.list().map(({ applied }) => applied)).toEqual([2, 1]);
});

test.each([
  { match: { personIds: ["p"] }, strikes: true },
  { match: { personIds: ["q"] }, strikes: false },
  { match: { conversationIds: ["c"], methods: ["POST"] }, strikes: true },
  { match: { methods: ["PUT"] }, strikes: false },
  { match: { operations: ["createConversation"] }, strikes: false },
] satisfies { match: FaultInput["match"]; strikes: boolean }[])("a fault for $match strikes: $strikes", (row) => {
  const faults = new Faults(1);
  faults.replace([{ kind: "status", match: row.match }]);
  expect(faults.pick(POST) !== undefined).toBe(row.strikes);
});

test("token requests fail only when they are named", () => {
  const faults = new Faults(1);
  faults.replace([{ kind: "status" }]);
  expect(faults.pick({ operation: "token", method: "POST" })).toBeUndefined();
  faults.replace([{ kind: "status", match: { operations: ["token"] } }]);
  expect(faults.pick({ operation: "token", method: "POST" })).toBeDefined();
});

test("an unknown kind of fault is refused", () => {
  const faults = new Faults(1);
  expect(() => faults.replace([{ kind: "earthquake" } as unknown as FaultInput])).toThrow();
});

async function withPerson(
  fault: FaultInput, run: (simulator: Simulator, post: () => ReturnType<ConnectorCaller>) => Promise<void>,
): Promise<void> {
  await withSimulator({ settings: { limits: false } }, async (simulator, call) => {
    const [person] = simulator.people;
    if (!person) throw new Error("nobody");
    person.status = "INSTALLED";
    simulator.setFaults([fault]);
    await run(simulator, () => call("POST", `v3/conversations/${person.conversationId}/activities`, cardActivity("x")));
  });
}

test("the old envelope hides the code as JSON inside a string", async () => {
  await withPerson({ kind: "status", code: "MessageWritesBlocked", envelope: "old" }, async (simulator, post) => {
    const { status, body } = await post();
    expect(status).toBe(403);
    expect(body).toMatchObject({ errorCode: 209 });
    expect(JSON.parse((body as { message: string }).message)).toMatchObject({ subCode: "MessageWritesBlocked" });
    expect(simulator.counts().accepted.total).toBe(0);
  });
});

test.each([
  { kind: "acceptThenStatus", accepted: 1 },
  { kind: "status", accepted: 0 },
] as const)("$kind with 503 has accepted $accepted", async ({ kind, accepted }) => {
  await withPerson({ kind, status: 503, retryAfter: 3 }, async (simulator, post) => {
    const answer = await post();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("3");
    expect(simulator.counts().accepted.total).toBe(accepted);
  });
});

test.each([
  { kind: "resetBeforeAccept", accepted: 0 },
  { kind: "resetAfterAccept", accepted: 1 },
] as const)("$kind breaks the connection and has accepted $accepted", async ({ kind, accepted }) => {
  await withPerson({ kind }, async (simulator, post) => {
    await expect(post()).rejects.toThrow("fetch failed");
    expect(simulator.counts()).toMatchObject({ accepted: { total: accepted }, requests: { byAnswer: { reset: 1 } } });
  });
});

test.each([
  { kind: "hang", accepted: 0 },
  { kind: "acceptThenHang", accepted: 1 },
] as const)("$kind never answers and has accepted $accepted", async ({ kind, accepted }) => {
  await withPerson({ kind }, async (simulator, post) => {
    const answer = post().then(() => "answered", () => "cut when the simulator closed");
    await expect.poll(() => simulator.counts().requests.byAnswer).toEqual({ hang: 1 });
    expect(simulator.counts().accepted.total).toBe(accepted);
    await simulator.close();
    expect(await answer).toBe("cut when the simulator closed");
  });
});

test("a broken body was accepted all the same", async () => {
  await withPerson({ kind: "brokenBody" }, async (simulator, post) => {
    const answer = await post();
    expect(answer.status).toBe(201);
    expect(() => JSON.parse(answer.text) as unknown).toThrow();
    expect(simulator.counts().accepted.total).toBe(1);
  });
});

test("a slow body comes complete in the end", async () => {
  await withPerson({ kind: "slowBody", delayMs: 30 }, async (simulator, post) => {
    expect((await post()).body).toHaveProperty("id");
    expect(simulator.counts().accepted.total).toBe(1);
  });
});
