// Whoever asks too often is refused with when to ask again, over all routes together; a person at work never notices.
import { ApiClient, makeApiKey } from "./api-client";
import { expect, test } from "./fixtures";

const RATE = 60;
// The browser is refused on purpose at the end.
test.use({ people: 4, settings: { REQUESTS_PER_MINUTE: String(RATE) } });

test("a key is refused beyond its rate, on every route, and another key is not", async ({ herald }) => {
  const busy = ApiClient.withKey(herald.url, makeApiKey(herald.env, "busy", "admin"));
  const paths = ["topics", "broadcasts", "audit", "recipients"];
  const answers = await Promise.all(Array.from({ length: RATE + 20 }, (_, i) => busy.send("GET", paths[i % paths.length] ?? "")));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(RATE);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  const refusal = await fetch(`${herald.url}/api/topics`, { headers: busy.headers });
  expect(refusal.status).toBe(429);
  expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);
  const calm = ApiClient.withKey(herald.url, makeApiKey(herald.env, "calm", "viewer"));
  expect((await calm.send("GET", "topics")).status).toBe(200);
});
