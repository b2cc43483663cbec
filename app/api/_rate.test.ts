// Whoever asks too often is told when to ask again; nobody else notices, and a stranger leaves nothing to count.
import { describe, expect, test } from "vitest";

import type { ConsoleActor } from "./_actor";
import { problemResponse } from "./_problem";
import { assertWithinRate, makeLimiter } from "./_rate";

const key = (id: string): ConsoleActor => ({ kind: "API_KEY", id, name: "system", role: "author" });
const person = (id: string): ConsoleActor => ({ kind: "PERSON", id, name: "Ada", role: "admin", tenantId: "t", objectId: id });

async function knock(actor: ConsoleActor, limiter: ReturnType<typeof makeLimiter>): Promise<Response | undefined> {
  try {
    await assertWithinRate(actor, limiter);
    return undefined;
  } catch (error) {
    return problemResponse(error, "/api/topics");
  }
}

describe("the rate at the door", () => {
  test("refuses what is beyond it, in words and with when to ask again", async () => {
    const limiter = makeLimiter(5);
    for (let i = 0; i < 5; i += 1) expect(await knock(key("a"), limiter)).toBeUndefined();
    const refusal = await knock(key("a"), limiter);
    expect(refusal?.status).toBe(429);
    const seconds = Number(refusal?.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refusal?.json()).toMatchObject({
      code: "TOO_MANY", detail: `This API key may ask 5 times a minute. Try again in ${seconds} seconds.`,
    });
  });

  test("holds an admin too, and one person or key does not use up another's", async () => {
    const limiter = makeLimiter(1);
    for (const actor of [person("1"), person("2"), key("1"), key("2")]) {
      expect(await knock(actor, limiter)).toBeUndefined();
      expect((await knock(actor, limiter))?.status).toBe(429);
    }
  });

  test("counts requests that come at the same moment one by one", async () => {
    const limiter = makeLimiter(10);
    const answers = await Promise.all(Array.from({ length: 50 }, () => knock(key("a"), limiter)));
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(10);
  });
});
