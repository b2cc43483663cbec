// An error of a page is a line of the log with the number that the page shows, and with nothing that the error says.
import { describe, expect, it } from "vitest";

import { noteBroken, quietConsole } from "./broken-page";
import { type Log, makeLog } from "./log";

const CANARY = "canary-4718";
const PLACE = { routePath: "/(console)/topics/[id]", routeType: "render" };

function record(write: (log: Log) => void): string[] {
  const lines: string[] = [];
  write(makeLog("debug", { write: (line) => void lines.push(line) }));
  return lines;
}

describe("what breaks", () => {
  it("on a page, is written down under the number that the page shows", () => {
    const error = Object.assign(new TypeError(CANARY, { cause: new Error(CANARY) }), { digest: "3141592653" });
    const request = { method: "GET", path: `/topics?q=${CANARY}`, headers: { cookie: CANARY } };
    const [line, ...more] = record((log) => noteBroken(error, request, PLACE, log));
    expect(JSON.parse(line ?? "")).toMatchObject({
      level: "error", msg: "page.broke", requestId: "3141592653", route: PLACE.routePath, method: "GET",
      error: { name: "TypeError" },
    });
    expect(more).toEqual([]);
    expect(line).not.toContain(CANARY);
  });

  it("in a route, has a number of its own, and so has what is no error, or has no honest number", () => {
    for (const error of [new Error(CANARY), CANARY, Object.assign(new Error("x"), { digest: `${CANARY} \n` })]) {
      const [line] = record((log) => noteBroken(error, { method: "POST" }, { ...PLACE, routeType: "route" }, log));
      expect(JSON.parse(line ?? "")).toMatchObject({ msg: "api.broke" });
      expect(line).toMatch(/"requestId":"[0-9a-f-]{36}"/);
      expect(line).not.toContain(CANARY);
    }
  });
});

describe("the console of a server", () => {
  it("prints lines of the log alone", () => {
    const target = { error: () => undefined, warn: () => undefined } as Pick<Console, "error" | "warn">;
    const lines = record((log) => {
      quietConsole(target, log);
      target.error(` ⨯ unhandledRejection: ${CANARY}`, new RangeError(CANARY));
      target.warn(CANARY, { name: CANARY });
      target.error(Object.assign(new Error(CANARY), { digest: "1" }));
    });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: "error", msg: "server.printed", kind: "unhandledRejection" }),
      expect.objectContaining({ level: "warn", msg: "server.printed" }),
    ]);
    expect(lines[0]).toContain("RangeError");
    expect(lines.join("")).not.toContain(CANARY);
  });
});
