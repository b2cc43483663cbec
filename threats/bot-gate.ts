// Threats 1 to 3 at the bot's endpoint: tokens that are forged, places that are not ours, bodies and headers that are too
// much. A good request at the end of each proves that it was the hostile part that was refused.
import { once } from "node:events";

import { MAX_BODY_BYTES, MAX_HEADER_BYTES, MAX_IN_FLIGHT } from "@/bot/handle-request";
import { FOREIGN_PLACES, forgedTokens, WRONG_SCHEMES } from "@/lib/testing/forged-tokens";

import { type Answer, ask, type Asked, JSON_TYPE } from "./ask";
import { attempt } from "./attempt";
import type { House } from "./house";
import type { Row } from "./row";

export function speak(
  house: House, authorization: string | undefined, change: object = {}, more: Partial<Asked> = {},
): Promise<Answer> {
  const headers = { ...JSON_TYPE, ...(authorization === undefined ? {} : { authorization }), ...more.headers };
  const body = more.body ?? JSON.stringify({ ...house.activity(), ...change });
  return ask(house.url, { method: "POST", path: "/api/messages", headers, body });
}

export async function forgeries(house: House): Promise<Row[]> {
  const row = await attempt(house, "1 forged tokens", {}, async ({ note, fault }) => {
    for (const [what, token] of forgedTokens(house.forger)) {
      const answer = await speak(house, `Bearer ${await token()}`);
      note(`a token with ${what}`, answer, [401]);
      if (answer.text !== "") fault(`${what} was told something`);
    }
    for (const [what, write] of WRONG_SCHEMES) note(what, await speak(house, write(await house.goodToken())), [401]);
    note("no token", await speak(house, undefined), [401]);
  });
  return [await withGoodOne(house, row)];
}

export async function places(house: House): Promise<Row[]> {
  const row = await attempt(house, "2 another channel or tenant", {}, async ({ note }) => {
    for (const [who, change] of FOREIGN_PLACES) {
      note(who, await speak(house, `Bearer ${await house.goodToken()}`, change(house.activity())), [403]);
    }
  });
  return [await withGoodOne(house, row)];
}

export async function sizes(house: House): Promise<Row[]> {
  const token = `Bearer ${await house.goodToken()}`;
  const send = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
    speak(house, token, {}, { body, headers });
  const row = await attempt(house, "3 sizes, malformed and stalled bodies", {}, async ({ note, fault }) => {
    const large = JSON.stringify({ ...house.activity(), text: "x".repeat(MAX_BODY_BYTES) });
    note("a large body", await send(large), [413]);
    note("a large body without a length", await send(large, { "transfer-encoding": "chunked" }), [413]);
    note("50 MB", await send(Buffer.alloc(50_000_000, "x")), [413, 0]);
    note("large headers", await send("{}", { "x-more": "x".repeat(MAX_HEADER_BYTES) }), [431]);
    // The connection may be closed before all of it has been sent, and the answer be lost with it.
    note("huge headers", await send("{}", { "x-more": "x".repeat(60_000) }), [431, 0]);
    for (const body of MALFORMED) note(body.toString().slice(0, 30), await send(body), [400]);
    const end = new AbortController();
    const stall = (): AsyncIterable<Buffer> => stalled(end.signal);
    const strangers = Array.from({ length: MAX_IN_FLIGHT + 20 }, () => speak(house, undefined, {}, { body: stall() }));
    const good = await speak(house, token, { type: "event", name: "none" });
    if (good.status !== 200) fault(`beside bodies that stall a good request was answered ${good.status}`);
    for (const answer of await Promise.all(strangers)) note("a body that stalls, without a token", answer, [401]);
    note("a body that stalls", await speak(house, token, {}, { body: stall() }), [408]);
    end.abort();
  });
  return [await withGoodOne(house, row)];
}

async function* stalled(end: AbortSignal): AsyncGenerator<Buffer> {
  yield Buffer.from("{");
  await once(end, "abort");
}

const MALFORMED = [
  "", "{", "null", "[]", "5", '"x"', "{}", '{"type":5}', '{"type":"message"}', "[".repeat(100_000), '{"a":'.repeat(20_000),
  '{"__proto__":{"type":"message"}}', '{"type":"message","type":"message"}', "\u0000", "{'type':'message'}",
  Buffer.from([0xff, 0xfe, 0x7b, 0x7d]), Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
];

async function withGoodOne(house: House, row: Row): Promise<Row> {
  const good = await speak(house, `Bearer ${await house.goodToken()}`);
  return good.status === 200 ? row : { ...row, faults: [...row.faults, `a good request was answered ${good.status}`] };
}
